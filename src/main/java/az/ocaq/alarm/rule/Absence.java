package az.ocaq.alarm.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nothing comes where something should. */
public sealed interface Absence extends Condition {
    /** Nothing newer arrives. */
    record NothingNewer(String metric, Duration after) implements Absence, Condition.OfOneMetric {}

    /** What is known is old. */
    record Stale(String metric, Duration after) implements Absence, Condition.OfOneMetric {}

    /**
     * The device says nothing, or its will message says that it is gone.
     *
     * @param silenceAfter absent: three reporting intervals, at least ten minutes
     */
    record Offline(Optional<Duration> silenceAfter, Duration lwtGrace) implements Absence {
        @Override
        public List<String> metrics() {
            return List.of();
        }
    }
}
