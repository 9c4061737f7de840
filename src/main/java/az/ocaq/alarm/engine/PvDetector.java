package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Equipment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Temperature-corrected performance ratio of photovoltaics (IEC 61724-1) per window; no verdict without enough sun, nor where the
 * neighbours give as little.
 */
final class PvDetector extends WindowedDetector implements Peer {
    private static final double HOUR = 3_600_000;
    private static final double STANDARD_IRRADIANCE = 1000;
    private static final double STANDARD_TEMPERATURE = 25;

    /** How much warmer a module is than the air for each W/m2: (NOCT - 20) / 800 with the usual NOCT of 45 degC (IEC 61215). */
    private static final double WARMER = 25.0 / 800;

    /** So long after its neighbours had snow last a roof is left out, ms: whatever lies there longer is told. */
    private static final long SNOW_STAYS = 24 * 3_600_000L;

    private Equipment.PvPerformance pv;
    private Optional<Composer> composer;
    private PeerGroup group = new PeerGroup();

    PvDetector(Core core, Instance alarm, Equipment.PvPerformance pv) {
        super(core, alarm);
        this.pv = pv;
        this.composer = pv.inputs().map(Composer::new);
    }

    private double ratedKw() {
        return pv.ratedKw()
                .orElseGet(() -> pv.attribute().stream()
                        .mapToDouble(it ->
                                core.directory().attribute(alarm.device(), it).orElse(Double.NaN) / 1000)
                        .findFirst()
                        .orElse(Double.NaN));
    }

    @Override
    OptionalLong endOf(long time) {
        return OptionalLong.of(
                Windows.endOf(time, pv.span().window().toMillis(), pv.span().zone()));
    }

    @Override
    long lateness() {
        return pv.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return pv.consecutive();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        if (slot > 0) {
            if (order == Order.NEWEST) {
                composer.flatMap(it -> it.put(slot - 1, sample, value))
                        .ifPresent(it -> sample(0, it, Double.NaN, arrival, order));
            }
            return;
        }
        double ofModule = sample.field("tm");
        double temperature = Double.isFinite(ofModule) ? ofModule : sample.field("ta") + WARMER * sample.field("g");
        put(
                sample.time(),
                Long.toString(sample.time()),
                sample.field("e_kwh"),
                sample.field("g"),
                Double.isFinite(temperature) ? temperature : STANDARD_TEMPERATURE);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Equipment.PvPerformance edited) {
            pv = edited;
            composer = edited.inputs().map(Composer::new);
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        Yield own = performance(parts);
        double ratio = own.ratio();
        if (Double.isNaN(ratio)) {
            return Judgement.NONE;
        }
        double least = pv.minEnergy();
        if (pv.peers().isPresent()) {
            Equipment.PvPerformance.SameSky sky = pv.peers().get();
            group.gather(end, this, own.sun() < sky.minEnergy() ? Double.NaN : ratio);
            if (group.neighbours(ratio) >= sky.least()) {
                least = sky.minEnergy();
                if (pv.limit().raises(ratio) && isCovered(end, pv.limit().raises(group.median(ratio)), ratio)) {
                    return Judgement.NONE;
                }
            }
        }
        if (!pv.limit().raises(ratio)) {
            kept.figures.clear();
        }
        if (own.sun() < least) {
            return Judgement.NONE;
        }
        if (pv.limit().raises(ratio)) {
            return new Judgement(Verdict.BAD, ratio);
        }
        return new Judgement(pv.limit().clears(ratio) ? Verdict.GOOD : Verdict.BETWEEN, ratio);
    }

    /** Whether a roof gives as little as its neighbours, or has not recovered since it did: snow slides off steep ones first. */
    private boolean isCovered(long end, boolean all, double ratio) {
        if (all) {
            kept.figures.clear();
            kept.figures.put(end, ratio);
        }
        return all || (!kept.figures.isEmpty() && end - kept.figures.firstKey() < SNOW_STAYS);
    }

    /**
     * @param ratio of what was produced to what was to be expected; NaN when nothing was
     * @param sun kWh/m2
     */
    private record Yield(double ratio, double sun) {}

    private Yield performance(Map<String, double[]> parts) {
        double hours = pv.span().interval().toMillis() / HOUR;
        double produced = 0;
        double reference = 0;
        double sun = 0;
        for (double[] part : parts.values()) {
            if (part[1] >= pv.minIrradiance() && Double.isFinite(part[0])) {
                double insolation = part[1] / STANDARD_IRRADIANCE * hours;
                produced += part[0];
                sun += insolation;
                reference += ratedKw() * insolation * (1 + pv.gamma() * (part[2] - STANDARD_TEMPERATURE));
            }
        }
        return new Yield(reference > 0 ? rounded(produced / reference) : Double.NaN, rounded(sun));
    }

    @Override
    public String device() {
        return alarm.device();
    }

    @Override
    public Optional<String> sharedLabel() {
        return pv.peers().map(it -> "settlement");
    }

    @Override
    public double figure(long end) {
        Yield own = performance(kept.open.getOrDefault(end, Map.of()));
        boolean counts = pv.peers().isPresent() && own.sun() >= pv.peers().get().minEnergy();
        return counts ? own.ratio() : Double.NaN;
    }

    @Override
    public void group(PeerGroup neighbours) {
        group.leave(this);
        group = neighbours;
        group.join(this);
    }
}
