package az.ocaq.energy;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the counters of many devices say, bucket by bucket, and draws the balance. Not thread-safe. */
final class EnergyLedger {
    private static final class Page {
        private final Map<Flow, Double> flows = new EnumMap<>(Flow.class);
        private double behindConsumers;
        private double consumers;
        private boolean anyConsumer;
    }

    private final boolean site;
    private final Map<Instant, Page> pages = new TreeMap<>();

    /**
     * Opens an empty ledger.
     *
     * @param site whether it is of one site, whose own meter is where it meets the grid
     */
    EnergyLedger(boolean site) {
        this.site = site;
    }

    /**
     * Adds the rise of one counter.
     *
     * @param behindMeter whether a consumer's meter stands between the device and the others
     */
    void add(Instant bucket, EnergyCounter counter, double wattHours, boolean behindMeter) {
        Page page = pages.computeIfAbsent(bucket, key -> new Page());
        if (counter.role() == EnergyRole.CONSUMER) {
            page.anyConsumer = true;
            page.consumers += counter.sign() * wattHours;
        }
        if (counter.role() == EnergyRole.CONSUMER && !site) {
            return;
        }
        page.flows.merge(counter.flow(), wattHours, Double::sum);
        if (behindMeter) {
            page.behindConsumers += counter.sign() * wattHours;
        }
    }

    /** The balance of every bucket that has data. */
    Map<Instant, EnergyTotals> close() {
        Map<Instant, EnergyTotals> closed = new TreeMap<>();
        pages.forEach((start, page) -> closed.put(start, close(page)));
        return closed;
    }

    /** Consumption is what consumers drew and what was made behind their meters; losses are what else was supplied. */
    private EnergyTotals close(Page page) {
        Map<Flow, Double> flows = new EnumMap<>(page.flows);
        if (page.anyConsumer) {
            flows.put(Flow.CONSUMPTION, page.consumers + page.behindConsumers);
        }
        boolean gridKnown = flows.containsKey(Flow.GRID_IMPORT);
        double supplied = of(flows, Flow.GRID_IMPORT)
                - of(flows, Flow.GRID_EXPORT)
                + of(flows, Flow.SOLAR)
                + of(flows, Flow.WIND)
                + of(flows, Flow.HYDRO)
                + of(flows, Flow.BATTERY_DISCHARGE)
                - of(flows, Flow.BATTERY_CHARGE);
        if (gridKnown && !page.anyConsumer) {
            flows.put(Flow.CONSUMPTION, supplied);
        } else if (gridKnown && !site) {
            flows.put(Flow.LOSSES, supplied - of(flows, Flow.CONSUMPTION));
        } else if (!gridKnown && page.anyConsumer) {
            double net = of(flows, Flow.CONSUMPTION) - supplied;
            flows.put(Flow.GRID_IMPORT, Math.max(0, net));
            flows.put(Flow.GRID_EXPORT, Math.max(0, -net));
        }
        return new EnergyTotals(flows);
    }

    private static double of(Map<Flow, Double> flows, Flow flow) {
        return flows.getOrDefault(flow, 0.0);
    }
}
