package az.ocaq.store;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sparse readings mark a quarter here and there: their month is still read in few queries. */
final class RolledSeriesTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofDays(60));
    private static final SeriesId ENERGY =
            new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("energy_import"));

    @Test
    void read_manyMarkedQuarters_givesTheSameInFewQueries() {
        Counted series = new Counted(every(Duration.ofHours(4)), every(Duration.ofHours(2)));
        List<Long> marked = series.readings.stream()
                .map(it -> Buckets.start(it.time()))
                .filter(it -> it / Buckets.WIDTH_MILLIS % 3 != 0)
                .toList();
        assertThat(marked).hasSizeGreaterThan(200);
        for (Aggregation aggregation : List.of(Aggregation.DELTA, Aggregation.AVG)) {
            SeriesQuery query = new SeriesQuery(
                    ENERGY,
                    FROM,
                    TO,
                    Step.DAY,
                    aggregation,
                    ZoneOffset.UTC,
                    Duration.ofMinutes(30),
                    OptionalDouble.empty());

            series.queries = 0;
            List<Point> points = RolledSeries.read(query, series, new Buckets(marked));

            assertThat(series.queries).isLessThan(40);
            assertThat(points).isEqualTo(RawSeries.read(query, series)).hasSizeGreaterThan(50);
        }
    }

    private static List<Point> every(Duration step) {
        return LongStream.range(0, Duration.between(FROM, TO).dividedBy(step))
                .mapToObj(it -> new Point(FROM.plus(step.multipliedBy(it)), 100.0 * it, Quality.GOOD))
                .toList();
    }

    /** Readings and the rollups of all their quarters. */
    private static final class Counted implements RolledSeries {
        private final List<Point> readings = new ArrayList<>();
        private int queries;

        Counted(List<Point> first, List<Point> second) {
            first.stream()
                    .filter(it -> it.time().isBefore(FROM.plus(Duration.ofDays(30))))
                    .forEach(readings::add);
            second.stream()
                    .filter(it -> !it.time().isBefore(FROM.plus(Duration.ofDays(30))))
                    .forEach(readings::add);
        }

        @Override
        public void points(Instant from, Instant to, Consumer<Point> consumer) {
            queries++;
            between(from, to).forEach(consumer);
        }

        @Override
        public void rollups(Instant from, Instant to, Consumer<Rollup> consumer) {
            queries++;
            between(from, to)
                    .forEach(it -> consumer.accept(
                            new Rollup.Builder(it).build(Instant.ofEpochMilli(Buckets.start(it.time())))));
        }

        @Override
        public List<Point> newest(Instant from, Instant to, int most) {
            List<Point> newest = new ArrayList<>(between(from, to));
            Collections.reverse(newest);
            return newest.stream().limit(most).toList();
        }

        @Override
        public Optional<Rollup> lastRollup(Instant from, Instant to) {
            return Optional.empty();
        }

        @Override
        public Optional<Point> first(Instant from) {
            return readings.stream().filter(it -> !it.time().isBefore(from)).findFirst();
        }

        private List<Point> between(Instant from, Instant to) {
            return readings.stream()
                    .filter(it -> !it.time().isBefore(from) && it.time().isBefore(to))
                    .toList();
        }
    }
}
