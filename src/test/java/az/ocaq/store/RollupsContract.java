package az.ocaq.store;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link TimeSeriesStore} that rolls up promises: answers do not depend on how far that has got. */
public interface RollupsContract {
    SeriesId ENERGY = new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("energy_import"));
    Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    /** The store under test. */
    TimeSeriesStore store();

    /** Closes the store and opens another over the same data. */
    TimeSeriesStore reopened() throws Exception;

    /** Rolls up what is over, as the store does by itself now and then. */
    Future<Void> rollUp();

    @Test
    default void read_rolledUp_isWhatTheReadingsGive() throws Exception {
        done(store().append(readings()));

        done(rollUp());

        assertAnswers(readings());
    }

    @Test
    default void read_lateAndRepeatedReadings_areCountedAtOnceAndAfterRollingUpAgain() throws Exception {
        List<Reading> readings = readings();
        List<Reading> late = new ArrayList<>();
        readings.removeIf(it -> it.time().getEpochSecond() % 7 == 0 && late.add(it));
        done(store().append(readings));
        done(rollUp());

        done(store().append(late));
        done(store().append(readings.subList(0, readings.size() / 2)));

        assertAnswers(readings());
        done(rollUp());
        assertAnswers(readings());
    }

    @Test
    default void read_reopenedBetween_isWhatTheReadingsGive() throws Exception {
        List<Reading> readings = readings();
        int half = readings.size() / 2;
        done(store().append(readings.subList(half, readings.size())));
        done(rollUp());
        done(store().append(readings.subList(0, half)));

        var unused = reopened();

        assertAnswers(readings);
        done(rollUp());
        assertAnswers(readings);
    }

    @Test
    default void latest_rolledUpOrNot_isTheNewestByEventTime() throws Exception {
        List<Reading> readings = readings();
        Reading last = readings.get(readings.size() - 1);
        SeriesId stopped = new SeriesId(ENERGY.device(), Metric.named("energy_export"));
        Reading longAgo = new Reading(stopped, T0.minus(Duration.ofDays(100)), 11, Quality.GOOD);
        Reading corrected = new Reading(ENERGY, last.time(), last.value() + 1, Quality.SUBSTITUTED);
        Reading late = new Reading(ENERGY, last.time().minusSeconds(86_400), 5, Quality.LATE);
        done(store().append(readings));
        done(store().append(List.of(longAgo)));
        assertThat(done(store().latest())).containsExactlyInAnyOrder(last, longAgo);

        done(rollUp());
        assertThat(done(store().latest())).containsExactlyInAnyOrder(last, longAgo);

        done(store().append(List.of(late, corrected)));
        assertThat(done(store().latest("aghali"))).containsExactlyInAnyOrder(corrected, longAgo);
        done(rollUp());
        assertThat(done(store().latest())).containsExactlyInAnyOrder(corrected, longAgo);
        assertThat(done(reopened().latest())).containsExactlyInAnyOrder(corrected, longAgo);
    }

    private void assertAnswers(List<Reading> readings) throws Exception {
        for (Step step : List.of(Step.QUARTER_HOUR, Step.HOUR, Step.DAY, Step.MONTH)) {
            for (Aggregation aggregation : Aggregation.values()) {
                SeriesQuery query = query(step, aggregation);
                List<Point> answer = done(store().read(query));
                List<Point> expected = expected(readings, query);
                assertThat(answer).as("%s by %s", aggregation, step).hasSameSizeAs(expected);
                for (int i = 0; i < expected.size(); i++) {
                    assertThat(answer.get(i).time()).isEqualTo(expected.get(i).time());
                    assertThat(answer.get(i).quality())
                            .isEqualTo(expected.get(i).quality());
                    assertThat(answer.get(i).value())
                            .as(
                                    "%s by %s at %s",
                                    aggregation, step, answer.get(i).time())
                            .isCloseTo(
                                    expected.get(i).value(),
                                    within(1e-6 * (1 + expected.get(i).value())));
                }
            }
        }
    }

    private static List<Point> expected(List<Reading> readings, SeriesQuery query) {
        Aggregator aggregator = new Aggregator(query);
        for (Reading reading : readings) {
            boolean counts =
                    query.aggregation() == Aggregation.DELTA || reading.time().isBefore(query.to());
            if (counts && !reading.time().isBefore(query.lookBack())) {
                aggregator.add(new Point(reading.time(), reading.value(), reading.quality()));
            }
        }
        return aggregator.finish();
    }

    /** From within a quarter of an hour to within another. */
    static SeriesQuery query(Step step, Aggregation aggregation) {
        Instant to = T0.plus(Duration.ofDays(2)).plusSeconds(5_432);
        return query(T0.plusSeconds(1_234), to, step, aggregation);
    }

    static SeriesQuery query(Instant from, Instant to, Step step, Aggregation aggregation) {
        return new SeriesQuery(
                ENERGY,
                from,
                to,
                step,
                aggregation,
                ZoneId.of("Asia/Baku"),
                Duration.ofMinutes(5),
                OptionalDouble.of(50_000));
    }

    /** Two days and a bit of a counter with gaps, resets, a roll-over and all qualities. */
    static List<Reading> readings() {
        Random random = new Random(7);
        List<Reading> readings = new ArrayList<>();
        Instant time = T0;
        double value = 40_000;
        while (time.isBefore(T0.plus(Duration.ofDays(2)).plusSeconds(7_200))) {
            Quality quality = Quality.ofCode(random.nextInt(200) == 0 ? 1 + random.nextInt(4) : 0);
            readings.add(new Reading(ENERGY, time, value, quality));
            value = random.nextInt(500) == 0 ? 0 : (value + random.nextInt(10)) % 50_000;
            time = time.plusSeconds(random.nextInt(300) == 0 ? 3_000 : 7 + random.nextInt(10));
        }
        return readings;
    }
}
