package az.ocaq.alarm.engine;

import az.ocaq.alarm.Priority;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps a receiver from drowning: beyond a rate, messages become a notice and digests. Nothing is lost. */
final class Storms {
    private final Core core;
    private final Map<String, EngineState.Storm> storms;
    private final Map<String, Timer> timers = new HashMap<>();

    Storms(Core core, Map<String, EngineState.Storm> kept) {
        this.core = core;
        this.storms = kept;
    }

    void restored() {
        storms.keySet().forEach(this::arm);
    }

    /** Whether a message about something goes out by itself; otherwise it is in the next digest. */
    boolean passes(String receiver, String about, Priority priority, List<String> covers) {
        Optional<Policy.Storm> limit = core.policy().storm();
        if (limit.isEmpty() || priority == Priority.CRITICAL) {
            return true;
        }
        EngineState.Storm storm = storms.computeIfAbsent(receiver, it -> new EngineState.Storm());
        core.changed();
        if (storm.active) {
            storm.merged.add(about);
            storm.covered.addAll(covers);
            return false;
        }
        long start = core.now() - limit.get().per().toMillis();
        while (!storm.sent.isEmpty() && storm.sent.getFirst() <= start) {
            storm.sent.removeFirst();
        }
        if (storm.sent.size() < limit.get().limit()) {
            storm.sent.addLast(core.now());
            return true;
        }
        storm.active = true;
        storm.merged.add(about);
        storm.covered.addAll(covers);
        storm.digestAt = core.now() + limit.get().digestEvery().toMillis();
        send(receiver, storm, Kinds.STORM, 0);
        arm(receiver);
        return false;
    }

    private void digest(String receiver) {
        EngineState.Storm storm = storms.get(receiver);
        Policy.Storm limit = core.policy().storm().orElseThrow();
        if (storm == null) {
            return;
        }
        int members = storm.merged.size();
        if (members > 0) {
            send(receiver, storm, Kinds.DIGEST, members);
        }
        storm.merged.clear();
        storm.covered.clear();
        storm.active = members > limit.limit();
        storm.digestAt = storm.active ? core.now() + limit.digestEvery().toMillis() : Timer.NEVER;
        core.changed();
        arm(receiver);
    }

    private void send(String receiver, EngineState.Storm storm, String kind, int members) {
        core.send(new Message(
                core.now(),
                receiver,
                Message.Subject.RECEIVER,
                Optional.empty(),
                ++storm.messages,
                kind,
                0,
                0,
                receiver,
                members,
                List.copyOf(storm.covered)));
    }

    private void arm(String receiver) {
        Timer timer = timers.computeIfAbsent(receiver, it -> new Timer(Timer.Rank.STORM, () -> digest(it)));
        EngineState.Storm storm = storms.get(receiver);
        core.timers().set(timer, storm == null ? Timer.NEVER : storm.digestAt);
    }
}
