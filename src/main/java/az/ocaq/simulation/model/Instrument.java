package az.ocaq.simulation.model;

import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Quantity;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
    private final Map<Fault, double[]> valuesAtStart = new HashMap<>();

    Instrument(Models.Modelled modelled, Village village) {
        this.modelled = modelled;
        this.village = village;
        this.metrics = modelled.model().metrics();
        this.ranges = modelled.subject().device().type().metrics();
    }

    /** Changes what is measured at a moment to what is shown. */
    void spoil(double[] values, long epochMillis) {
        Faults faults = modelled.subject().faults();
        List<Fault> all = faults.all();
        for (int f = 0; f < all.size(); f++) {
            spoil(all.get(f), values, epochMillis);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = faults.seen(
                    metrics.get(i), values[i], epochMillis, modelled.subject().key());
        }
    }

    private void spoil(Fault fault, double[] values, long epochMillis) {
        boolean after = epochMillis >= fault.from().toEpochMilli();
        if (fault.kind() == FaultKind.STUCK && fault.isActive(epochMillis)) {
            hold(fault, values);
        } else if (fault.kind() == FaultKind.WRONG_CHANNEL && fault.isActive(epochMillis)) {
            int to = metrics.indexOf(fault.metric());
            int from = metrics.indexOf(fault.source());
            if (to >= 0 && from >= 0) {
                values[to] = values[from];
            }
        } else if (fault.kind() == FaultKind.COUNTER_RESET && after) {
            count(fault, values);
        } else if (fault.kind() == FaultKind.COUNTER_ROLLOVER) {
            rollOver(fault, values, after);
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

    /** Registers as they are after the rollover, or before it near their modulus. */
    private void rollOver(Fault fault, double[] values, boolean after) {
        count(fault, values);
        for (int i = 0; !after && i < values.length; i++) {
            if (fault.isOf(metrics.get(i)) && isRegister(metrics.get(i))) {
                values[i] += modulus(fault, metrics.get(i));
            }
        }
    }

    private double modulus(Fault fault, String metric) {
        OptionalDouble own = Optional.ofNullable(ranges.get(metric))
                .map(MetricRange::modulus)
                .orElse(OptionalDouble.empty());
        return Double.isNaN(fault.size()) ? own.orElse(THIRTY_TWO_BITS) : fault.size();
    }

    /** Registers count from the start of the fault. */
    private void count(Fault fault, double[] values) {
        double[] start = atStart(fault);
        for (int i = 0; i < values.length; i++) {
            if (fault.isOf(metrics.get(i)) && isRegister(metrics.get(i))) {
                values[i] -= start[i];
            }
        }
    }

    private boolean isRegister(String metric) {
        // the energy of a charge is no register: it starts with each car
        return !metric.equals("energy_session")
                && Optional.ofNullable(ranges.get(metric))
                        .filter(it -> it.kind() == Quantity.Kind.COUNTER)
                        .isPresent();
    }

    private double[] atStart(Fault fault) {
        return valuesAtStart.computeIfAbsent(fault, it -> {
            double[] values = new double[metrics.size()];
            Arrays.fill(values, Double.NaN);
            modelled.model().report(village.at(it.from().toEpochMilli()), values);
            return values;
        });
    }
}
