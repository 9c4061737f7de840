package az.ocaq.store;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TimeSeriesStore} promises. */
public interface TimeSeriesStoreContract {
    DeviceId METER = new DeviceId("aghali", "home-001", "meter");
    SeriesId POWER = new SeriesId(METER, Metric.named("active_power"));
    SeriesId ENERGY = new SeriesId(METER, Metric.named("energy_import"));
    SeriesId STRANGER = new SeriesId(DeviceId.unregistered("tasmota", "Pow 1"), Metric.named("active_power"));
    Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    ZoneId BAKU = ZoneId.of("Asia/Baku");
    /** Syntax of SQL, InfluxQL and the line protocol, and what ends a quotation in them. */
    List<String> HOSTILE = List.of(
            "'; DROP TABLE \"readings\"; --",
            "\"; DROP MEASUREMENT readings; --",
            "x' OR '1'='1",
            "x' OR settlement =~ /.*/ --",
            "x\\' OR 1=1 --",
            "\\",
            "a,settlement=aghali value=666 0",
            "a\nreadings,device=meter,metric=active_power,settlement=aghali,site=home-001 value=666 0",
            "a\r\n#",
            "a b=c",
            "$1",
            "%27",
            "*",
            "",
            "a\0b");

    /** The store under test. */
    TimeSeriesStore store();

    /** Closes the store and opens another over the same data. */
    TimeSeriesStore reopened() throws Exception;

    @Test
    default void read_includesTheStartAndNotTheEnd() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1), reading(POWER, 60, 2), reading(POWER, 120, 3))));

        assertThat(values(raw(store(), POWER, T0, T0.plusSeconds(120)))).containsExactly(1.0, 2.0);
    }

    /** Whoever asks for all that there ever was gets what fits, and no more than that is held. */
    @Test
    default void read_noMoreThanSoMany_areTheNewestByTime() throws Exception {
        int count = 25_000;
        done(store().append(IntStream.range(0, count)
                .mapToObj(it -> reading(POWER, it, it))
                .toList()));
        SeriesQuery all = SeriesQuery.raw(POWER, Instant.MIN, Instant.MAX);

        for (int most : List.of(1, 9, 10_000, 10_001, 21_000, count, count + 1)) {
            List<Point> points = done(store().read(all.newest(most)));

            assertThat(values(points))
                    .as("no more than %s", most)
                    .isEqualTo(IntStream.range(Math.max(0, count - most), count)
                            .mapToObj(it -> (double) it)
                            .toList());
        }
    }

    /** Long enough to be read page by page, dense and sparse by turns, with years of nothing before, between and after. */
    @Test
    default void read_manyReadingsAndLongGaps_areAllThereOnce() throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (long start : List.of(0L, 86_400L * 700, 86_400L * 3_000)) {
            IntStream.range(0, 12_000).forEach(it -> readings.add(reading(POWER, start + it, it)));
            IntStream.range(0, 300).forEach(it -> readings.add(reading(POWER, start + 86_400L * (1 + it), -it)));
        }
        done(store().append(readings));

        List<Point> points = raw(store(), POWER, T0.minus(Duration.ofDays(9_000)), T0.plus(Duration.ofDays(9_000)));

        assertThat(points)
                .isEqualTo(readings.stream()
                        .map(it -> new Point(it.time(), it.value(), it.quality()))
                        .toList());
    }

    @Test
    default void first_isTheOldestFromATimeOn_howeverLongAfter() throws Exception {
        done(store().append(List.of(reading(POWER, 60, 2), reading(POWER, 0, 1), reading(ENERGY, 30, 9))));
        Point first = new Point(T0, 1, Quality.GOOD);
        Point second = new Point(T0.plusSeconds(60), 2, Quality.GOOD);

        assertThat(done(store().first(POWER, Instant.MIN))).contains(first);
        assertThat(done(store().first(POWER, T0))).contains(first);
        assertThat(done(store().first(POWER, T0.plusMillis(1)))).contains(second);
        assertThat(done(store().first(POWER, T0.plusSeconds(61)))).isEmpty();
        assertThat(done(store().first(POWER, Instant.MAX))).isEmpty();
        assertThat(done(store().first(STRANGER, Instant.MIN))).isEmpty();
    }

    @Test
    default void append_anyOrder_readsByTime() throws Exception {
        done(store().append(List.of(reading(POWER, 120, 3), reading(POWER, 0, 1))));
        done(store().append(List.of(reading(POWER, 60, 2), reading(POWER, -86_400 * 400, 0))));

        assertThat(values(raw(store(), POWER, T0.minus(Duration.ofDays(500)), T0.plusSeconds(999))))
                .containsExactly(0.0, 1.0, 2.0, 3.0);
    }

    @Test
    default void append_sameSeriesAndTime_replaces() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1), reading(POWER, 0, 9))));
        done(store().append(List.of(reading(POWER, 0, 9))));

        assertThat(values(raw(store(), POWER, T0, T0.plusSeconds(1)))).containsExactly(9.0);
    }

    @Test
    default void append_sameTimeOtherMetric_bothStay() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1))));
        done(store().append(List.of(reading(ENERGY, 0, 2))));

        assertThat(values(raw(store(), POWER, T0, T0.plusSeconds(1)))).containsExactly(1.0);
        assertThat(values(raw(store(), ENERGY, T0, T0.plusSeconds(1)))).containsExactly(2.0);
        assertThat(done(store().series(METER))).containsExactly(POWER, ENERGY);
    }

    @Test
    default void append_valuesAndQualities_toTheLastDigit() throws Exception {
        List<Double> exact = List.of(0.1, -2.8601, Double.MIN_VALUE, -Double.MAX_VALUE, 1e15 + 0.125);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < exact.size(); i++) {
            readings.add(new Reading(POWER, T0.plusMillis(i), exact.get(i), Quality.ofCode(i)));
        }
        done(store().append(readings));

        List<Point> points = raw(store(), POWER, T0, T0.plusSeconds(1));
        assertThat(values(points)).containsExactlyElementsOf(exact);
        assertThat(points).extracting(Point::quality).containsExactly(Quality.values());
        assertThat(points)
                .extracting(Point::time)
                .containsExactly(T0, T0.plusMillis(1), T0.plusMillis(2), T0.plusMillis(3), T0.plusMillis(4));
    }

    @Test
    default void append_empty_isNothing() throws Exception {
        done(store().append(List.of()));

        assertThat(raw(store(), POWER, T0, T0.plusSeconds(1))).isEmpty();
        assertThat(done(store().series(METER))).isEmpty();
        assertThat(done(store().latest("nowhere"))).isEmpty();
    }

    @Test
    default void append_namesThatAreSyntax_areKeptApartAndTouchNothingElse() throws Exception {
        Reading untouched = reading(POWER, 0, 1);
        List<Reading> all = new ArrayList<>(List.of(untouched, reading(STRANGER, 0, 5)));
        for (String name : HOSTILE) {
            all.add(reading(new SeriesId(DeviceId.unregistered("x", name), POWER.metric()), 0, all.size()));
        }
        done(store().append(all));

        for (Reading reading : all) {
            assertThat(values(raw(store(), reading.series(), T0, T0.plusSeconds(1))))
                    .as(reading.series().toString())
                    .containsExactly(reading.value());
            assertThat(done(store().series(reading.series().device()))).containsExactly(reading.series());
        }
        assertThat(done(store().latest())).containsExactlyInAnyOrderElementsOf(all);
    }

    /** The types let no name be syntax; what is asked for is any text. */
    @Test
    default void query_textsThatAreSyntax_findNothingAndTouchNothing() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1), reading(ENERGY, 0, 2))));

        for (String text : HOSTILE) {
            assertThatThrownBy(() -> new DeviceId("aghali", "home-001", text))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new DeviceId(text, "home-001", "meter"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(Metric.isName(text)).as(text).isFalse();
            assertThat(done(store().latest(text))).as(text).isEmpty();
            assertThat(scanned(new Selection(Optional.of(text), Optional.empty(), Optional.empty())))
                    .as(text)
                    .isEmpty();
            assertThat(scanned(new Selection(Optional.empty(), Optional.of(METER), Optional.of(text))))
                    .as(text)
                    .isEmpty();
        }
        assertThat(done(store().latest())).containsExactlyInAnyOrder(reading(POWER, 0, 1), reading(ENERGY, 0, 2));
    }

    @Test
    default void latest_isTheNewestByEventTime() throws Exception {
        done(store().append(List.of(reading(POWER, 60, 2), reading(ENERGY, 30, 7), reading(STRANGER, 99, 1))));
        done(store().append(List.of(reading(POWER, 0, 1))));

        assertThat(done(store().latest("aghali")))
                .containsExactlyInAnyOrder(reading(POWER, 60, 2), reading(ENERGY, 30, 7));
        assertThat(done(store().latest(DeviceId.INBOX))).containsExactly(reading(STRANGER, 99, 1));
        assertThat(done(store().latest()))
                .containsExactlyInAnyOrder(reading(POWER, 60, 2), reading(ENERGY, 30, 7), reading(STRANGER, 99, 1));
    }

    @Test
    default void append_many_survivesReopening() throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            readings.add(reading(POWER, i, i));
        }
        done(store().append(readings));

        List<Point> points = raw(reopened(), POWER, T0, T0.plusSeconds(200_000));

        assertThat(points).hasSize(100_000);
        assertThat(points.get(99_999)).isEqualTo(new Point(T0.plusSeconds(99_999), 99_999, Quality.GOOD));
    }

    @Test
    default void scan_goesBySeriesAndTime_andTakesWhatIsSelected() throws Exception {
        done(store().append(List.of(
                reading(ENERGY, 0, 1), reading(POWER, 60, 2), reading(POWER, 0, 3), reading(STRANGER, 0, 4))));

        assertThat(scanned(new Selection(Optional.of("aghali"), Optional.empty(), Optional.empty())))
                .containsExactly(reading(POWER, 0, 3), reading(POWER, 60, 2), reading(ENERGY, 0, 1));
        assertThat(scanned(new Selection(Optional.empty(), Optional.of(METER), Optional.of("energy_import"))))
                .containsExactly(reading(ENERGY, 0, 1));
        assertThat(scanned(new Selection(Optional.empty(), Optional.empty(), Optional.empty())))
                .hasSize(4);
    }

    @Test
    default void read_average_isWeightedByTheTimeThatAValueHeld() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 100), reading(POWER, 45, 500), reading(POWER, 60, 0))));

        List<Point> points = aggregate(POWER, Step.MINUTE, Aggregation.AVG, 120);

        assertThat(points.get(0)).isEqualTo(new Point(T0, 200, Quality.GOOD));
    }

    @Test
    default void read_delta_countsResetsFromZeroAndRollOversOn() throws Exception {
        done(store().append(List.of(
                reading(ENERGY, -60, 900),
                reading(ENERGY, 0, 950),
                reading(ENERGY, 20, 10),
                reading(ENERGY, 40, 200),
                reading(ENERGY, 59, 50))));

        List<Point> points = aggregate(ENERGY, Step.MINUTE, Aggregation.DELTA, 60);

        assertThat(points).containsExactly(new Point(T0, 60 + 190 + 50, Quality.GOOD));
    }

    @Test
    default void read_day_beginsAtMidnightOfTheSettlement() throws Exception {
        done(store().append(List.of(reading(POWER, 19 * 3600 + 3599, 1), reading(POWER, 20 * 3600, 2))));

        List<Point> points = aggregate(POWER, Step.DAY, Aggregation.COUNT, 2 * 86_400);

        assertThat(points)
                .containsExactly(
                        new Point(Instant.parse("2025-12-31T20:00:00Z"), 1, Quality.GOOD),
                        new Point(Instant.parse("2026-01-01T20:00:00Z"), 1, Quality.GOOD));
    }

    @Test
    default void read_delta_countsTheRiseUpToTheEndOfTheWindow() throws Exception {
        done(store().append(List.of(reading(ENERGY, 0, 100), reading(ENERGY, 30, 200), reading(ENERGY, 90, 400))));

        List<Point> points = aggregate(ENERGY, Step.MINUTE, Aggregation.DELTA, 60);

        assertThat(points).containsExactly(new Point(T0, 100 + 100, Quality.GOOD));
    }

    @Test
    default void read_delta_countsARiseAfterWeeksOfSilence() throws Exception {
        long weeks = 30 * 86_400L;
        done(store().append(List.of(reading(ENERGY, -weeks, 100), reading(ENERGY, weeks, 300))));

        List<Point> points = aggregate(ENERGY, Step.DAY, Aggregation.DELTA, weeks);

        assertThat(points.stream().mapToDouble(Point::value).sum()).isCloseTo(100, within(1e-6));
    }

    @Test
    default void read_deltaOfAllTime_isTheSameHoweverItIsCut() throws Exception {
        done(store().append(List.of(reading(ENERGY, 10, 0), reading(ENERGY, 100, 90), reading(ENERGY, 290, 280))));

        double whole = sum(new Span(T0, T0.plusSeconds(300)));
        double parts = sum(new Span(T0, T0.plusSeconds(50))) + sum(new Span(T0.plusSeconds(50), T0.plusSeconds(300)));

        assertThat(whole).isCloseTo(280, within(1e-6));
        assertThat(parts).isCloseTo(280, within(1e-6));
    }

    @Test
    default void read_endlessSpan_returnsEverything() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1), reading(POWER, 60, 2))));

        assertThat(values(raw(store(), POWER, Instant.MIN, Instant.MAX))).containsExactly(1.0, 2.0);
        for (Aggregation aggregation : Aggregation.values()) {
            assertThat(done(store().read(query(POWER, Step.HOUR, aggregation, new Span(Instant.MIN, Instant.MAX)))))
                    .hasSize(1);
        }
        List<Reading> scanned = new ArrayList<>();
        done(store().scan(
                        new Selection(Optional.empty(), Optional.of(METER), Optional.empty()),
                        Instant.MIN,
                        Instant.MAX,
                        scanned::addAll));
        assertThat(scanned).hasSize(2);
    }

    @Test
    default void read_endBeforeStart_isEmpty() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1))));

        assertThat(raw(store(), POWER, Instant.MAX, Instant.MIN)).isEmpty();
    }

    @Test
    default void read_boundsBetweenMilliseconds_areExact() throws Exception {
        done(store().append(List.of(reading(POWER, 0, 1), reading(POWER, 1, 2))));

        assertThat(values(raw(store(), POWER, T0.plusNanos(1), T0.plusSeconds(1).plusNanos(1))))
                .containsExactly(2.0);
    }

    private double sum(Span span) throws Exception {
        return done(store().read(query(ENERGY, Step.MINUTE, Aggregation.DELTA, span))).stream()
                .mapToDouble(Point::value)
                .sum();
    }

    /** A time span, its start included. */
    record Span(Instant from, Instant to) {}

    private static SeriesQuery query(SeriesId series, Step step, Aggregation aggregation, Span span) {
        return new SeriesQuery(
                series,
                span.from(),
                span.to(),
                step,
                aggregation,
                BAKU,
                Duration.ofMinutes(5),
                OptionalDouble.of(1_000));
    }

    private List<Point> aggregate(SeriesId series, Step step, Aggregation aggregation, long seconds) throws Exception {
        return done(store().read(query(series, step, aggregation, new Span(T0, T0.plusSeconds(seconds)))));
    }

    private List<Reading> scanned(Selection selection) throws Exception {
        List<Reading> found = new ArrayList<>();
        done(store().scan(selection, T0.minusSeconds(1), T0.plusSeconds(1_000), found::addAll));
        return found;
    }

    private static List<Point> raw(TimeSeriesStore store, SeriesId series, Instant from, Instant to) throws Exception {
        return done(store.read(SeriesQuery.raw(series, from, to)));
    }

    private static List<Double> values(List<Point> points) {
        return points.stream().map(Point::value).toList();
    }

    private static Reading reading(SeriesId series, long seconds, double value) {
        return new Reading(series, T0.plusSeconds(seconds), value, Quality.GOOD);
    }
}
