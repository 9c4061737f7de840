package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Inputs;
import az.ocaq.alarm.rule.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes composite samples out of the samples of several series: means over intervals, known when the next interval begins. */
final class Composer {
    private static final long NOTHING = Long.MIN_VALUE;

    private final List<Inputs.Part> parts;
    private final long interval;
    private final double[] sums;
    private final int[] counts;
    private long end = NOTHING;

    Composer(Inputs inputs) {
        this.parts = inputs.parts();
        this.interval = inputs.interval().toMillis();
        this.sums = new double[parts.size()];
        this.counts = new int[parts.size()];
    }

    /** Takes a sample of a part; gives the composite of the interval before when this one is of a later interval. */
    Optional<Sample> put(int part, Sample sample, double value) {
        long endOfThis = Windows.endOf(sample.time(), interval, Span.BAKU);
        Optional<Sample> whole = Optional.empty();
        if (endOfThis > end) {
            whole = end == NOTHING ? Optional.empty() : Optional.of(whole(sample));
            end = endOfThis;
            java.util.Arrays.fill(sums, 0);
            java.util.Arrays.fill(counts, 0);
        }
        if (endOfThis == end) {
            sums[part] += value;
            counts[part]++;
        }
        return whole;
    }

    private Sample whole(Sample sample) {
        Map<String, Double> fields = new HashMap<>();
        for (int i = 0; i < sums.length; i++) {
            if (counts[i] > 0) {
                fields.put(
                        parts.get(i).field(), sums[i] / counts[i] * parts.get(i).factor());
            }
        }
        return new Sample(sample.device(), sample.metric(), end, Double.NaN, fields, "", false);
    }
}
