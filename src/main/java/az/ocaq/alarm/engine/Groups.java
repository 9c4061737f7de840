package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmState;
import az.ocaq.alarm.Priority;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One message for alarms with the same labels: after a wait, at intervals for newcomers, and at once when all are over. */
final class Groups {
    private final Core core;
    private final EngineState kept;
    private final Map<String, EngineState.Group> groups;
    private final Announcer announcer;
    private final Map<String, Map<String, Instance>> members = new HashMap<>();
    private final Map<String, Timer> timers = new HashMap<>();

    Groups(Core core, EngineState kept, Announcer announcer) {
        this.core = core;
        this.kept = kept;
        this.groups = kept.groups;
        this.announcer = announcer;
    }

    /** Puts restored alarms back into their groups. */
    void restored(Map<String, Instance> alarms) {
        for (Map.Entry<String, EngineState.Group> it : groups.entrySet()) {
            Map<String, Instance> found = new LinkedHashMap<>();
            it.getValue().members.removeIf(key -> !alarms.containsKey(key));
            it.getValue().members.forEach(key -> found.put(key, alarms.get(key)));
            members.put(it.getKey(), found);
            arm(it.getKey());
        }
    }

    /** Takes a first message into the named group, unless there are no groups or the alarm matters too much to wait. */
    Optional<String> take(Instance alarm) {
        Optional<Policy.Grouping> grouping = core.policy().group();
        if (grouping.isEmpty() || bypasses(grouping.get(), alarm.priority())) {
            return Optional.empty();
        }
        String key = key(grouping.get(), alarm);
        EngineState.Group group = groups.computeIfAbsent(key, it -> new EngineState.Group());
        group.members.add(alarm.key());
        members.computeIfAbsent(key, it -> new LinkedHashMap<>()).put(alarm.key(), alarm);
        if (group.flushAt == Timer.NEVER) {
            group.flushAt = group.flushed
                    ? nextTick(group.lastFlush, grouping.get().interval().toMillis())
                    : core.now() + grouping.get().patience().toMillis();
        }
        core.changed();
        arm(key);
        return Optional.of(key);
    }

    /** An alarm is over; when it was the last of its group, those who were told are told. */
    void over(Instance alarm) {
        if (core.policy().group().isEmpty()) {
            return;
        }
        for (String key : List.copyOf(groups.keySet())) {
            EngineState.Group group = groups.get(key);
            if (group == null || !group.members.remove(alarm.key())) {
                continue;
            }
            members.getOrDefault(key, Map.of()).remove(alarm.key());
            if (group.members.isEmpty()) {
                group.told.forEach(person -> send(key, group, Kinds.CLEARED, person, 0));
                end(key);
            }
            core.changed();
        }
    }

    /** Whether an alarm waits for its group's next message. */
    boolean holds(Instance alarm) {
        boolean waits = core.policy()
                .group()
                .filter(it -> !bypasses(it, alarm.priority()))
                .isPresent();
        return waits && groups.values().stream().anyMatch(it -> it.members.contains(alarm.key()));
    }

    /** An alarm matters too much by now to wait for its group's message: it is told by itself. */
    void leave(Instance alarm) {
        for (String key : List.copyOf(groups.keySet())) {
            EngineState.Group group = groups.get(key);
            if (group != null && group.members.remove(alarm.key())) {
                members.getOrDefault(key, Map.of()).remove(alarm.key());
                if (group.members.isEmpty()) {
                    end(key);
                }
                core.changed();
            }
        }
    }

    private long nextTick(long last, long interval) {
        // Inputs of an instant come before its timers: who joins exactly at a tick is in it.
        long ticks = Math.max(1, -Math.floorDiv(last - core.now(), interval));
        return last + ticks * interval;
    }

    private static boolean bypasses(Policy.Grouping grouping, Priority priority) {
        return grouping.bypass().filter(it -> priority.compareTo(it) <= 0).isPresent();
    }

    private static String key(Policy.Grouping grouping, Instance alarm) {
        Map<String, String> labels = alarm.labels();
        return grouping.by().stream()
                .map(it -> it + "=" + labels.getOrDefault(it, ""))
                .collect(Collectors.joining(","));
    }

    private void flush(String key) {
        EngineState.Group group = groups.get(key);
        if (group == null) {
            return;
        }
        group.flushAt = Timer.NEVER;
        List<Instance> active = members.getOrDefault(key, Map.of()).values().stream()
                .filter(Groups::tells)
                .filter(it -> it.state().toldByGroup
                        ? announcer.silences().covering(it).isEmpty()
                        : !announcer.silenced(it, Kinds.RAISED))
                .toList();
        // Who is hidden and was never told comes again when it is shown; nobody waits for its end.
        Map<String, Instance> here = members.getOrDefault(key, new LinkedHashMap<>());
        here.values().removeIf(it -> !it.state().toldByGroup && !active.contains(it));
        group.members.retainAll(here.keySet());
        // What somebody acknowledged meanwhile needs no message of its own.
        List<Instance> untold = active.stream()
                .filter(it -> !it.state().toldByGroup && it.code() == AlarmState.UNACK)
                .toList();
        if (!untold.isEmpty()) {
            String kind = group.flushed ? Kinds.UPDATE : Kinds.RAISED;
            group.number = ++kept.groupNumber;
            active.forEach(it -> group.covered.add(it.key()));
            active.stream()
                    .flatMap(it -> announcer.people(it).stream())
                    .distinct()
                    .forEach(person -> {
                        group.told.add(person);
                        send(key, group, kind, person, active.size());
                    });
            group.flushed = true;
            group.lastFlush = core.now();
            untold.forEach(announcer::toldByGroup);
        } else if (!group.flushed && active.isEmpty()) {
            end(key);
        }
        core.changed();
    }

    private static boolean tells(Instance alarm) {
        return alarm.code() == AlarmState.UNACK || alarm.code() == AlarmState.ACKED;
    }

    private void send(String key, EngineState.Group group, String kind, String person, int count) {
        Priority most = members.getOrDefault(key, Map.of()).values().stream()
                .map(Instance::priority)
                .min(Priority::compareTo)
                .orElse(Priority.MEDIUM);
        List<String> covers = List.copyOf(group.covered);
        if (announcer.storms().passes(person, key, most, covers)) {
            core.send(new Message(
                    core.now(),
                    key,
                    Message.Subject.GROUP,
                    Optional.empty(),
                    group.number,
                    kind,
                    0,
                    0,
                    person,
                    count,
                    covers));
        }
    }

    private void end(String key) {
        groups.remove(key);
        members.remove(key);
        arm(key);
    }

    private void arm(String key) {
        Timer timer = timers.computeIfAbsent(key, it -> new Timer(Timer.Rank.GROUP, () -> flush(it)));
        EngineState.Group group = groups.get(key);
        core.timers().set(timer, group == null ? Timer.NEVER : group.flushAt);
    }
}
