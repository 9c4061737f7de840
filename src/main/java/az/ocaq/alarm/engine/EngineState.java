package az.ocaq.alarm.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine keeps besides its alarms; plain fields, because it is kept as JSON. */
final class EngineState {
    /** Numbers groups, so that no two messages of groups have the same key. */
    int groupNumber;

    /** Silence → matchers. */
    Map<String, Map<String, List<String>>> silences = new LinkedHashMap<>();

    /** Maintenance window → what it covers. */
    Map<String, Maintenance> maintenance = new LinkedHashMap<>();

    /** Group → its state. */
    Map<String, Group> groups = new LinkedHashMap<>();

    /** Receiver → its state. */
    Map<String, Storm> storms = new LinkedHashMap<>();

    /** Alarm that explains others → when those are on their own again. */
    Map<String, Long> graces = new LinkedHashMap<>();

    /**
     * Rule → since when it judges, epoch ms; 0: for as long as alarms are watched. Null before the first rules were there, or
     * by a version that did not keep it.
     */
    @Nullable
    Map<String, Long> judgesSince;

    /** Remembers since when rules judge; those that are gone begin anew when they come back. */
    void judge(Set<String> rules, long now) {
        Map<String, Long> before = judgesSince;
        Map<String, Long> since = new LinkedHashMap<>();
        rules.forEach(it -> since.put(it, before == null ? Long.valueOf(0) : before.getOrDefault(it, now)));
        judgesSince = since;
    }

    /** What a maintenance window covers: devices by name, alarms by label. */
    static final class Maintenance {
        List<String> devices = List.of();
        Map<String, List<String>> match = Map.of();
    }

    /** Alarms with the same labels, and what their receivers know of them. */
    static final class Group {
        Set<String> members = new LinkedHashSet<>();
        Set<String> told = new LinkedHashSet<>();

        /** Every alarm that a message of the group was about. */
        Set<String> covered = new LinkedHashSet<>();

        boolean flushed;
        long lastFlush;
        long flushAt = Timer.NEVER;
        int number;
    }

    /** Messages that one receiver got lately, and those that wait for its digest. */
    static final class Storm {
        Deque<Long> sent = new ArrayDeque<>();
        boolean active;
        long digestAt = Timer.NEVER;
        Set<String> merged = new LinkedHashSet<>();

        /** The alarms that the merged messages were about. */
        Set<String> covered = new LinkedHashSet<>();

        int messages;
    }
}
