package az.ocaq.alarm.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One device as the engine sees it: its watched series, and who watches whether it is there. */
final class Subject {
    private static final Series[] NO_SERIES = {};

    final String device;
    private Series[] series = NO_SERIES;
    final List<OfflineDetector> watchers = new ArrayList<>(1);

    Subject(String device) {
        this.device = device;
    }

    /** The series of a metric, if there has been one. */
    @Nullable
    Series find(String metric) {
        for (Series it : series) {
            if (it.metric.equals(metric)) {
                return it;
            }
        }
        return null;
    }

    void add(Series added) {
        series = Arrays.copyOf(series, series.length + 1);
        series[series.length - 1] = added;
    }

    List<Series> series() {
        return Arrays.asList(series);
    }

    void watchedBy(OfflineDetector watcher) {
        if (!watchers.contains(watcher)) {
            watchers.add(watcher);
        }
    }

    void life(long now) {
        for (OfflineDetector watcher : watchers) {
            watcher.life(now);
        }
    }
}
