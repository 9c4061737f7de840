package az.ocaq.alarm.engine;

import az.ocaq.alarm.NightFlow;
import az.ocaq.alarm.rule.Leakage;
import az.ocaq.measurement.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The smallest rolling hour of a district's flow in the small hours, less what people legitimately use. */
final class NightFlowDetector extends WindowedDetector {
    private static final int FEWEST_NIGHTS = 7;
    private static final long REPORTED = Duration.ofDays(7).toMillis();
    private static final double PERCENTILE = 0.2;
    /** In one night: so many times what may be in excess, and more than so many times what is usual on top of it. */
    private static final double BURST_OF_LIMIT = 10;

    private static final double BURST_OF_USUAL = 1;
    private static final String PROPERTIES = "properties";

    private Leakage.NightFlow night;

    NightFlowDetector(Core core, Instance alarm, Leakage.NightFlow night) {
        super(core, alarm);
        this.night = night;
    }

    @Override
    OptionalLong endOf(long time) {
        return Windows.endOfDaily(time, night.start(), night.end(), night.span().zone());
    }

    @Override
    long lateness() {
        return night.span().lateness().toMillis();
    }

    @Override
    int consecutive() {
        return night.nights();
    }

    @Override
    void sample(int slot, Sample sample, double value, long arrival, Order order) {
        put(sample.time(), Long.toString(sample.time()), value);
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Leakage.NightFlow edited) {
            night = edited;
        }
        super.reconsider();
    }

    @Override
    Judgement judge(long end, Map<String, double[]> parts) {
        long interval = night.span().interval().toMillis();
        long length = Duration.between(night.start(), night.end()).toMillis();
        double expected =
                (double) (length > 0 ? length : length + Duration.ofDays(1).toMillis()) / interval;
        double smallest = smallestHour(parts, interval);
        if (rounded(parts.size() / expected) < night.minCoverage() || Double.isNaN(smallest)) {
            return Judgement.NONE;
        }
        kept.figures.put(end, smallest);
        kept.figures.headMap(end - REPORTED, true).clear();
        double usual = usual();
        if (Double.isNaN(usual)) {
            learn(smallest, night.learned());
            return Judgement.NONE;
        }
        double excess = rounded(smallest - usual);
        if (night.excess().raises(excess)) {
            // what is unusual is not learnt, but in the first week nobody knows yet what is usual
            if (kept.usual.size() < FEWEST_NIGHTS) {
                learn(smallest, night.learned());
            }
            return new Judgement(isBurst(excess, usual) ? Verdict.SEVERE : Verdict.BAD, excess);
        }
        learn(smallest, night.learned());
        return new Judgement(night.excess().clears(excess) ? Verdict.GOOD : Verdict.BETWEEN, excess);
    }

    /** Whether so much more flows that no second night need confirm it. Only after a week: what is usual must be known. */
    private boolean isBurst(double excess, double usual) {
        return kept.usual.size() >= FEWEST_NIGHTS
                && excess > BURST_OF_LIMIT * night.excess().threshold()
                && excess > BURST_OF_USUAL * usual;
    }

    /** What is reported of the district; nothing before its first night. */
    Optional<NightFlow> reported() {
        return Optional.ofNullable(kept.figures.lastEntry())
                .flatMap(newest -> DeviceId.parse(alarm.device())
                        .map(device -> new NightFlow(
                                alarm.rule().id(),
                                device,
                                Instant.ofEpochMilli(newest.getKey()),
                                kept.figures.size(),
                                newest.getValue(),
                                Usual.quantile(kept.figures.values(), PERCENTILE),
                                night.unit())));
    }

    /** What a night usually takes: what is expected, or after a week the median of the nights before and what they differ. */
    private double usual() {
        if (kept.usual.size() < FEWEST_NIGHTS) {
            return expected();
        }
        double[] sorted =
                kept.usual.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double range = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
        double median = sorted[sorted.length / 2];
        double varies = Math.max(night.spreads() * range, night.share() * median);
        return median + Math.max(0, varies - night.excess().threshold());
    }

    /** What so many properties take and lose: as the rule says, or the meter's fact, or those there are; NaN where nobody knows. */
    private double expected() {
        OptionalDouble known = night.properties();
        if (known.isEmpty()) {
            known = core.directory().attribute(alarm.device(), PROPERTIES);
        }
        if (known.isEmpty()) {
            OptionalInt customers = core.directory().customers(alarm.device());
            double nobody = night.loses() ? Double.NaN : 0;
            known = OptionalDouble.of(customers.isPresent() ? customers.getAsInt() : nobody);
        }
        return known.getAsDouble() * night.each() + night.baseline();
    }

    private static double smallestHour(Map<String, double[]> parts, long interval) {
        TreeMap<Long, Double> flows = new TreeMap<>();
        parts.forEach((time, flow) -> flows.put(Long.parseLong(time), flow[0]));
        long count = Math.max(1, Duration.ofHours(1).toMillis() / interval);
        double smallest = Double.NaN;
        for (long first : flows.keySet()) {
            double sum = 0;
            for (long i = 0; i < count; i++) {
                sum += flows.getOrDefault(first + i * interval, Double.NaN);
            }
            double mean = sum / count;
            smallest = Double.isNaN(smallest) || mean < smallest ? mean : smallest;
        }
        return smallest;
    }
}
