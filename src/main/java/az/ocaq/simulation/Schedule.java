package az.ocaq.simulation;

import az.ocaq.simulation.model.Reporter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who reports in which second. Immutable; any thread. */
final class Schedule {
    private static final long MILLIS = 1000;

    /** Takes what is due. */
    interface Visitor {
        void visit(Reporter reporter, long epochMillis);
    }

    private record Rhythm(long every, List<List<Reporter>> bySecond) {}

    private final List<Rhythm> rhythms = new ArrayList<>();

    Schedule(List<Reporter> reporters, Duration step) {
        Map<Long, List<Reporter>> byInterval = new TreeMap<>();
        for (Reporter reporter : reporters) {
            long interval = reporter.device().type().interval().toSeconds();
            long every = Math.max(interval, step.toSeconds());
            byInterval.computeIfAbsent(every, it -> new ArrayList<>()).add(reporter);
        }
        byInterval.forEach((every, due) -> rhythms.add(rhythm(every, due)));
    }

    private static Rhythm rhythm(long every, List<Reporter> reporters) {
        List<List<Reporter>> bySecond = new ArrayList<>();
        for (long second = 0; second < every; second++) {
            bySecond.add(new ArrayList<>(0));
        }
        reporters.forEach(
                it -> bySecond.get((int) Math.floorMod(it.phase(), every)).add(it));
        return new Rhythm(every, bySecond);
    }

    /** Visits everything due from a time (included) to another (not), second by second. */
    void walk(Instant from, Instant to, Visitor visitor) {
        long first = -Math.floorDiv(-from.toEpochMilli(), MILLIS);
        long end = -Math.floorDiv(-to.toEpochMilli(), MILLIS);
        for (long second = first; second < end; second++) {
            at(second, visitor);
        }
    }

    /** Visits what is due in a second. */
    void at(long epochSecond, Visitor visitor) {
        for (Rhythm rhythm : rhythms) {
            for (Reporter reporter : rhythm.bySecond().get((int) Math.floorMod(epochSecond, rhythm.every()))) {
                visitor.visit(reporter, epochSecond * MILLIS);
            }
        }
    }
}
