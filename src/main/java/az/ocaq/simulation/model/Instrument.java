package az.ocaq.simulation.model;

import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Quantity;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a device with faults makes of the values of its model: sensors that hold, drift or are confused, registers that start
 * again. It looks at the moment at which such a fault begins, whenever that is. One thread at a time.
 */
final class Instrument {
    private static final double THIRTY_TWO_BITS = 4_294_967_296.0;

    private final Models.Modelled modelled;
    private final Village village;
    private final List<String> metrics;
    private final Map<String, MetricRange> ranges;
    private final IdentityHashMap<Fault, double[]> valuesAtStart = new IdentityHashMap<>();
    private List<Fault> counting = List.of();
    private int sorted;

    Instrument(Models.Modelled modelled, Village village) {
        this.modelled = modelled;
        this.village = village;
        this.metrics = modelled.model().metrics();
        this.ranges = modelled.subject().device().type().metrics();
    }

    /** Notes what is measured at the beginning of a fault; the village is there just now. */
    void lookAt(Fault fault, Moment at) {
        if (!valuesAtStart.containsKey(fault)) {
            double[] values = new double[metrics.size()];
            Arrays.fill(values, Double.NaN);
            modelled.model().report(at, values);
            valuesAtStart.put(fault, values);
        }
    }

    /** Forgets what it noted of a time that becomes another one. */
    void forget(Instant from) {
        valuesAtStart.keySet().removeIf(it -> !it.from().isBefore(from));
    }

    /** Whether it looks at the beginning of a fault: what is measured then is held, or counted from. */
    static boolean needsStart(Fault fault) {
        return counts(fault) || (fault.kind() == FaultKind.STUCK && Double.isNaN(fault.size()));
    }

    private static boolean counts(Fault fault) {
        return fault.kind() == FaultKind.COUNTER_RESET || fault.kind() == FaultKind.COUNTER_ROLLOVER;
    }

    /** Changes what is measured at a moment to what is shown. */
    void spoil(double[] values, long epochMillis) {
        Faults faults = modelled.subject().faults();
        for (Fault fault : faults.near(epochMillis)) {
            if (fault.isActive(epochMillis)) {
                spoil(fault, values);
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = counted(metrics.get(i), values[i], epochMillis);
            values[i] = faults.seen(
                    metrics.get(i), values[i], epochMillis, modelled.subject().key());
        }
    }

    private void spoil(Fault fault, double[] values) {
        if (fault.kind() == FaultKind.STUCK) {
            hold(fault, values);
        } else if (fault.kind() == FaultKind.WRONG_CHANNEL) {
            int to = metrics.indexOf(fault.metric());
            int from = metrics.indexOf(fault.source());
            if (to >= 0 && from >= 0) {
                values[to] = values[from];
            }
        }
    }

    private void hold(Fault fault, double[] values) {
        double[] start = Double.isNaN(fault.size()) ? atStart(fault) : new double[0];
        for (int i = 0; i < values.length; i++) {
            if (fault.isOf(metrics.get(i)) && !Double.isNaN(values[i])) {
                values[i] = start.length == 0 ? fault.size() : start[i];
            }
        }
    }

    /**
     * What a register shows: it counts from the last reset or rollover. Before the first one, if that is a rollover, it
     * stands just below its last digit.
     */
    private double counted(String metric, double value, long epochMillis) {
        @Nullable Fault last = null;
        @Nullable Fault next = null;
        for (Fault fault : counting()) {
            if (fault.isOf(metric)) {
                if (fault.from().toEpochMilli() <= epochMillis) {
                    last = fault;
                } else if (next == null) {
                    next = fault;
                }
            }
        }
        Fault from = last == null && next != null && next.kind() == FaultKind.COUNTER_ROLLOVER ? next : last;
        if (from == null || !isRegister(metric)) {
            return value;
        }
        double since = value - atStart(from)[metrics.indexOf(metric)];
        return last == null ? since + modulus(from, metric) : since;
    }

    /** Resets and rollovers in the order of their times. */
    private List<Fault> counting() {
        List<Fault> all = modelled.subject().faults().all();
        if (sorted != all.size()) {
            sorted = all.size();
            counting = all.stream()
                    .filter(Instrument::counts)
                    .sorted(Comparator.comparing(Fault::from))
                    .toList();
        }
        return counting;
    }

    private double modulus(Fault fault, String metric) {
        OptionalDouble own = Optional.ofNullable(ranges.get(metric))
                .map(MetricRange::modulus)
                .orElse(OptionalDouble.empty());
        return Double.isNaN(fault.size()) ? own.orElse(THIRTY_TWO_BITS) : fault.size();
    }

    private boolean isRegister(String metric) {
        // the energy of a charge is no register: it starts with each car
        return !metric.equals("energy_session")
                && Optional.ofNullable(ranges.get(metric))
                        .filter(it -> it.kind() == Quantity.Kind.COUNTER)
                        .isPresent();
    }

    private double[] atStart(Fault fault) {
        if (!valuesAtStart.containsKey(fault)) {
            // the village notes it when it computes that day; only a day that is over already is computed again
            lookAt(fault, village.at(fault.from().toEpochMilli()));
        }
        return valuesAtStart.getOrDefault(fault, new double[0]);
    }
}
