package az.ocaq.alarm.engine;

import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** The samples of one metric of one device, as far as rules look at them. */
final class Series {
    private static final long NOTHING = Long.MIN_VALUE;
    private static final Optional<DoubleUnaryOperator> NONE_NEEDED = Optional.of(DoubleUnaryOperator.identity());
    private static final Feed[] NO_FEEDS = {};

    /** One rule that looks at a series; its unit conversion is found once per unit. */
    private static final class Feed {
        final Detector detector;
        final int slot;
        final String unit;
        String from = "";
        Optional<DoubleUnaryOperator> conversion = NONE_NEEDED;

        final Optional<Mean> mean;

        /** Whether it was told what was known before it began to look. */
        boolean told;

        Feed(Detector detector, int slot, String unit, boolean own) {
            this.detector = detector;
            this.slot = slot;
            this.unit = unit;
            this.mean = detector.alarm.mean().map(it -> own ? detector.mean(slot) : new Mean());
        }

        void accept(Sample sample, long arrival, Order order) {
            if (!from.equals(sample.unit())) {
                from = sample.unit();
                conversion = conversion(sample.metric(), from, unit);
            }
            if (conversion.isEmpty()) {
                return;
            }
            double value = conversion.get().applyAsDouble(sample.value());
            if (!Double.isFinite(value) && sample.fields().isEmpty()) {
                return; // larger than the rule's unit can tell
            }
            if (mean.isEmpty()) {
                detector.sample(slot, sample, value, arrival, order);
            } else {
                long width = detector.alarm.mean().orElseThrow().toMillis();
                mean.get()
                        .add(sample, value, order, width, detector)
                        .ifPresent(it -> detector.sample(slot, it, it.value(), arrival, Order.NEWEST));
            }
        }

        /** No unit on either side means no conversion, and none when both units measure something else. */
        private static Optional<DoubleUnaryOperator> conversion(String metric, String from, String to) {
            if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
                return NONE_NEEDED;
            }
            boolean difference = Metric.isName(metric) && Metric.named(metric).unit() == Unit.KELVIN;
            return Units.between(from, to, difference);
        }
    }

    final String metric;
    // arrays, here and in a subject: a region has hundreds of thousands of series
    private Feed[] feeds = NO_FEEDS;
    private long newest = NOTHING;
    private long arrived;
    private List<Sample> atNewest = List.of();

    Series(String metric) {
        this.metric = metric;
    }

    /** @param own whether the series is of the detector's own device */
    void feed(Detector detector, int slot, String unit, boolean own) {
        feeds = Arrays.copyOf(feeds, feeds.length + 1);
        feeds[feeds.length - 1] = new Feed(detector, slot, unit, own);
    }

    /** The time of its newest sample, epoch ms; the least there is when there was none. */
    long newestTime() {
        return newest;
    }

    boolean watched() {
        return feeds.length > 0;
    }

    boolean isFedTo(Instance alarm) {
        return Arrays.stream(feeds).anyMatch(it -> it.detector.alarm == alarm);
    }

    void drop(Instance alarm) {
        feeds = Arrays.stream(feeds).filter(it -> it.detector.alarm != alarm).toArray(Feed[]::new);
    }

    /** The newest sample, as a store would keep it: what it corrected is gone. */
    Stream<Sample> newest() {
        return atNewest.stream().skip(Math.max(0, atNewest.size() - 1));
    }

    /** Tells the newest sample to those rules that began to look after it came. */
    void again() {
        for (Feed feed : feeds) {
            if (!feed.told) {
                feed.told = true;
                newest().forEach(it -> feed.accept(it, arrived, Order.SEED));
            }
        }
    }

    void accept(Sample sample, long arrival, boolean seed) {
        Order order = Order.LATE;
        if (sample.time() > newest) {
            newest = sample.time();
            atNewest = List.of(sample);
            order = seed ? Order.SEED : Order.NEWEST;
        } else if (sample.time() == newest) {
            if (atNewest.stream().anyMatch(sample::sameValue)) {
                return;
            }
            order = Order.CORRECTION;
            atNewest = Stream.concat(atNewest.stream(), Stream.of(sample)).toList();
        }
        arrived = arrival;
        for (Feed feed : feeds) {
            feed.told = true;
            try {
                feed.accept(sample, arrival, order);
            } catch (RuntimeException e) {
                feed.detector.core.failed(feed.detector.alarm.key(), e);
            }
        }
    }
}
