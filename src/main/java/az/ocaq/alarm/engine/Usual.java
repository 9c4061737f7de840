package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a day usually shows of a metric: the median, over the last days, of a quantile of each day's interval means. Means, so
 * that a device that reports more often when much happens is not believed more; days, so that one wild day changes nothing. A
 * day with an alarm or with too few values is not learnt. Its fields outlive a restart.
 */
final class Usual {
    private static final long DAY = 86_400_000;
    private static final int FEWEST_DAYS = 7;
    private static final double COVERAGE = 0.75;

    /**
     * What is learnt.
     *
     * @param interval of the means, ms
     * @param quantile of a day's means, above 0 up to 1
     * @param days so many are remembered
     */
    record Lesson(long interval, double quantile, int days) {}

    private long intervalEnd = Long.MIN_VALUE;
    private double sum;
    private int count;
    private long dayEnd = Long.MIN_VALUE;
    private boolean unusual;
    private List<Double> means = new ArrayList<>();
    private List<Double> days = new ArrayList<>();

    /** Takes the newest value; whether an interval is over with it, so that there is something to be kept. */
    boolean add(long time, double value, boolean alarmed, Lesson lesson) {
        long end = Windows.endOf(time, lesson.interval(), Span.BAKU);
        boolean over = end > intervalEnd;
        if (over) {
            closeInterval();
            intervalEnd = end;
            long day = Windows.endOf(time, DAY, Span.BAKU);
            if (day > dayEnd) {
                closeDay(lesson);
                dayEnd = day;
            }
        }
        sum += value;
        count++;
        unusual |= alarmed;
        return over;
    }

    /** What is usual; NaN in the first week, when nobody knows. */
    double value() {
        return days.size() < FEWEST_DAYS ? Double.NaN : quantile(days, 0.5);
    }

    private void closeInterval() {
        if (count > 0) {
            means.add(sum / count);
        }
        sum = 0;
        count = 0;
    }

    private void closeDay(Lesson lesson) {
        if (!unusual && means.size() >= COVERAGE * DAY / lesson.interval()) {
            days.add(quantile(means, lesson.quantile()));
            while (days.size() > lesson.days()) {
                double unused = days.remove(0);
            }
        }
        means.clear();
        unusual = false;
    }

    /** The smallest value that so large a share of them does not exceed. */
    static double quantile(Collection<Double> values, double share) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.ceil(WindowedDetector.rounded(share * sorted.length)) - 1];
    }
}
