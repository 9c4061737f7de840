package az.ocaq.energy;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The power flows of a place, kept up to date by differences: a device's new power replaces its old one in the sum of its
 * role. Not thread-safe.
 */
public final class PowerSum {
    private static final class Sum {
        private double watts;
        private int devices;
    }

    private final Map<EnergyRole, Sum> sums = new EnumMap<>(EnergyRole.class);
    private double behindConsumers;
    private int homes;
    private Instant newest = Instant.MIN;

    /**
     * A device that had no power in the sums has one now.
     *
     * @param behindMeter whether a consumer's meter stands between it and the others
     */
    public void enter(EnergyRole role, double watts, boolean behindMeter, boolean home) {
        Sum sum = sums.computeIfAbsent(role, key -> new Sum());
        sum.devices++;
        homes += home && role == EnergyRole.CONSUMER ? 1 : 0;
        add(sum, role, watts, behindMeter);
    }

    /** A device's power changed. */
    public void change(EnergyRole role, double difference, boolean behindMeter) {
        add(sums.computeIfAbsent(role, key -> new Sum()), role, difference, behindMeter);
    }

    /** A device no longer reports. The opposite of {@link #enter}. */
    public void leave(EnergyRole role, double watts, boolean behindMeter, boolean home) {
        Sum sum = sums.computeIfAbsent(role, key -> new Sum());
        sum.devices--;
        homes -= home && role == EnergyRole.CONSUMER ? 1 : 0;
        add(sum, role, -watts, behindMeter);
        if (sum.devices == 0) {
            sum.watts = 0;
        }
    }

    /** Notes the time of a value. */
    public void at(Instant time) {
        if (time.isAfter(newest)) {
            newest = time;
        }
    }

    /**
     * What flows now. Consumption is what meters of consumers draw and what is produced behind them; without such meters it
     * is what remains of supply. The grid is its meter, or, without one, what balances the rest.
     */
    public EnergyNow now() {
        OptionalDouble consumers = watts(EnergyRole.CONSUMER);
        OptionalDouble gridMeter = watts(EnergyRole.GRID);
        double supply = watts(EnergyRole.SOLAR).orElse(0)
                + watts(EnergyRole.WIND).orElse(0)
                + watts(EnergyRole.HYDRO).orElse(0)
                - watts(EnergyRole.BATTERY).orElse(0);
        OptionalDouble consumption = consumers.isPresent()
                ? OptionalDouble.of(consumers.getAsDouble() + behindConsumers)
                : gridMeter.isPresent()
                        ? OptionalDouble.of(remainder(gridMeter.getAsDouble() + supply))
                        : OptionalDouble.empty();
        OptionalDouble grid = gridMeter.isPresent() || consumption.isEmpty()
                ? gridMeter
                : OptionalDouble.of(consumption.getAsDouble() - supply);
        return new EnergyNow(
                newest.equals(Instant.MIN) ? Optional.empty() : Optional.of(newest),
                watts(EnergyRole.SOLAR),
                watts(EnergyRole.WIND),
                watts(EnergyRole.HYDRO),
                watts(EnergyRole.BATTERY),
                grid,
                consumption,
                homes);
    }

    /** Meters tell of slightly different moments; nobody consumes less than nothing. */
    private static double remainder(double watts) {
        return Math.max(0, watts);
    }

    private void add(Sum sum, EnergyRole role, double watts, boolean behindMeter) {
        sum.watts += watts;
        if (behindMeter && role.generates()) {
            behindConsumers += watts;
        } else if (behindMeter && role == EnergyRole.BATTERY) {
            behindConsumers -= watts;
        }
    }

    private OptionalDouble watts(EnergyRole role) {
        Sum sum = sums.get(role);
        return sum == null || sum.devices == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.watts);
    }
}
