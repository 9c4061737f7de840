package az.ocaq.energy;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Amounts of energy of one time span; absent where nothing was measured. Immutable. */
public final class EnergyTotals {
    /** Nothing was measured. */
    public static final EnergyTotals NONE = new EnergyTotals(Map.of());

    private final Map<Flow, Double> wattHours;

    EnergyTotals(Map<Flow, Double> wattHours) {
        this.wattHours = wattHours.isEmpty() ? Map.of() : new EnumMap<>(wattHours);
    }

    public OptionalDouble get(Flow flow) {
        Double found = wattHours.get(flow);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
    }

    /** What was produced from sun, wind and water. */
    public OptionalDouble production() {
        double sum = 0;
        boolean any = false;
        for (Flow flow : new Flow[] {Flow.SOLAR, Flow.WIND, Flow.HYDRO}) {
            any |= get(flow).isPresent();
            sum += get(flow).orElse(0);
        }
        return any ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** The share of consumption that did not come from the grid, from 0 to 1. */
    public OptionalDouble selfSufficiency() {
        OptionalDouble consumption = get(Flow.CONSUMPTION);
        OptionalDouble imported = get(Flow.GRID_IMPORT);
        if (consumption.isEmpty() || imported.isEmpty() || consumption.getAsDouble() <= 0) {
            return OptionalDouble.empty();
        }
        double own = 1 - imported.getAsDouble() / consumption.getAsDouble();
        return OptionalDouble.of(Math.max(0, Math.min(1, own)));
    }

    /** The sum of both. */
    public EnergyTotals plus(EnergyTotals other) {
        Map<Flow, Double> sum = new EnumMap<>(Flow.class);
        sum.putAll(wattHours);
        other.wattHours.forEach((flow, value) -> sum.merge(flow, value, Double::sum));
        return new EnergyTotals(sum);
    }
}
