package az.ocaq.alarm.rule;

import java.util.List;
import java.util.Optional;

/** Several devices at once: a part of a group, or one against the others. */
public sealed interface Neighbours extends Condition {
    /**
     * Too many of a group are in a state of alarm at once.
     *
     * @param powered devices at the members' sites that are silent without supply
     * @param lastGasp a member that said itself that it loses its supply counts as so many
     */
    record GroupFraction(
            String of,
            Selector members,
            String group,
            Optional<String> groupBy,
            Limit limit,
            int minCount,
            Optional<Selector> powered,
            double lastGasp)
            implements Neighbours {
        @Override
        public List<String> metrics() {
            return List.of();
        }
    }

    /**
     * A device falls behind its neighbours: robust z-score against their median.
     *
     * @param groupBy neighbours have the same value of this label
     */
    record Peers(
            String metric,
            String unit,
            Span span,
            Selector members,
            String groupBy,
            int minPeers,
            double zScore,
            int consecutive)
            implements Neighbours, Condition.OfOneMetric, Condition.OfWindows {}
}
