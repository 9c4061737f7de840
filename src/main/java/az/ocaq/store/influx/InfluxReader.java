package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.RolledSeries;
import az.ocaq.store.Rollup;
import az.ocaq.store.Selection;
import com.influxdb.query.InfluxQLQueryResult.Series;
import com.influxdb.query.InfluxQLQueryResult.Series.Record;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what InfluxDB holds; long series page by page. Blocks. */
final class InfluxReader {
    private static final int PAGE = 10_000;
    private static final int CHUNK = 5_000;

    /** Where less comes, so many times as much is asked for next. */
    private static final int WIDER = 4;

    /** At an edge, one of so many rows is whole even while lines are being written. */
    private static final int EDGE = 8;

    private final InfluxConnection connection;

    InfluxReader(InfluxConnection connection) {
        this.connection = connection;
    }

    /** The readings of one series and their rollups. */
    RolledSeries series(SeriesId series) {
        return new RolledSeries() {
            @Override
            public void points(Instant from, Instant to, Consumer<Point> consumer) {
                pages(series, from, to, consumer);
            }

            @Override
            public List<Point> newest(Instant from, Instant to, int most) {
                return backwards(series, from, to, most);
            }

            @Override
            public Optional<Point> first(Instant from) {
                return rows(InfluxQuery.points(series, from, Instant.MAX) + " LIMIT " + EDGE)
                        .map(row -> point(row, "value"))
                        .findFirst();
            }

            @Override
            public void rollups(Instant from, Instant to, Consumer<Rollup> consumer) {
                paged(
                        from,
                        to,
                        (start, end) -> InfluxQuery.rollups(series, start, end),
                        row -> consumer.accept(rollup(row)));
            }

            @Override
            public Optional<Rollup> lastRollup(Instant from, Instant to) {
                return rows(InfluxQuery.rollups(series, from, to) + " DESC LIMIT " + EDGE)
                        .map(InfluxReader::rollup)
                        .findFirst();
            }
        };
    }

    /** The newest reading with {@code from <= time < to} of every series, of one settlement or all. */
    List<Reading> latest(Optional<String> settlement, Instant from, Instant to) {
        return newest(InfluxQuery.latest(settlement, from, to), row -> point(row, "last"));
    }

    /** The newest reading of every series that is rolled up. */
    List<Reading> latestRolledUp(Optional<String> settlement) {
        return newest(
                InfluxQuery.latestRollups(settlement),
                row -> new Point(time(row, "last_time"), number(row, "last"), quality(row, "last_quality")));
    }

    private List<Reading> newest(String statement, Function<Record, Point> value) {
        List<Reading> readings = new ArrayList<>();
        for (Series found : connection.query(statement)) {
            series(found)
                    .ifPresent(series -> whole(found)
                            .map(value)
                            .map(point -> new Reading(series, point.time(), point.value(), point.quality()))
                            .forEach(readings::add));
        }
        return readings;
    }

    /** The names of the metrics of a device. */
    List<String> metrics(DeviceId device) {
        return connection.query(InfluxQuery.metrics(device)).stream()
                .flatMap(found -> found.getValues().stream())
                .map(row -> text(row, "value"))
                .filter(Metric::isName)
                .distinct()
                .toList();
    }

    /** Hands over all readings with {@code from <= time < to} at once, oldest first within a series. */
    void all(Instant from, Instant to, BiConsumer<SeriesId, Point> consumer) {
        for (Series found : connection.query(InfluxQuery.all(from, to))) {
            series(found)
                    .ifPresent(series -> whole(found).forEach(row -> consumer.accept(series, point(row, "value"))));
        }
    }

    /** How many readings there are with {@code from <= time < to}. */
    long count(Instant from, Instant to) {
        return rows(InfluxQuery.count(from, to))
                .mapToLong(row -> Long.parseLong(text(row, "count")))
                .sum();
    }

    /** The time of the oldest reading. */
    Optional<Instant> oldest() {
        return rows(InfluxQuery.edge("ASC")).map(row -> time(row, "time")).findFirst();
    }

    /** The time of the newest reading. */
    Optional<Instant> newest() {
        return rows(InfluxQuery.edge("DESC")).map(row -> time(row, "time")).findFirst();
    }

    /** The quarters of an hour that are to be rolled up, in milliseconds. */
    List<Long> marks() {
        return rows(InfluxQuery.marks(" WHERE marked = true"))
                .map(row -> time(row, "time").toEpochMilli())
                .toList();
    }

    /** Whether any quarter was ever to be rolled up. */
    boolean hasMarks() {
        return rows(InfluxQuery.marks(" LIMIT 1")).findFirst().isPresent();
    }

    /** All series that a selection takes and that have readings with {@code from <= time < to}. */
    List<SeriesId> series(Selection selection, Instant from, Instant to) {
        return connection.query(InfluxQuery.series(selection, from, to)).stream()
                .flatMap(found -> series(found).stream())
                .toList();
    }

    /** Hands over the readings of a series with {@code from <= time < to}, oldest first, some thousands at a time. */
    void chunks(SeriesId series, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        List<Reading> chunk = new ArrayList<>();
        pages(series, from, to, point -> {
            chunk.add(new Reading(series, point.time(), point.value(), point.quality()));
            if (chunk.size() == CHUNK) {
                consumer.accept(List.copyOf(chunk));
                chunk.clear();
            }
        });
        if (!chunk.isEmpty()) {
            consumer.accept(List.copyOf(chunk));
        }
    }

    private void pages(SeriesId series, Instant from, Instant to, Consumer<Point> consumer) {
        paged(
                from,
                to,
                (start, end) -> InfluxQuery.points(series, start, end),
                row -> consumer.accept(point(row, "value")));
    }

    /**
     * Hands over the whole rows of a statement of a time span, oldest first. For each page the server opens all that it has of
     * the span that it is asked for, so after a full one it is asked for little more than the next is likely to need.
     */
    private void paged(
            Instant from, Instant to, BiFunction<Instant, Instant, String> statement, Consumer<Record> consumer) {
        Instant next = InfluxQuery.within(from);
        Instant last = InfluxQuery.within(to);
        Duration width = Duration.between(next, last);
        while (next.isBefore(last)) {
            Instant end = Duration.between(next, last).compareTo(width) > 0 ? next.plus(width) : last;
            List<Record> page = connection.query(statement.apply(next, end) + " LIMIT " + PAGE).stream()
                    .flatMap(found -> found.getValues().stream())
                    .toList();
            page.stream().filter(InfluxReader::isWhole).forEach(consumer);
            if (page.size() < PAGE) {
                width = width.multipliedBy(WIDER);
                next = end;
            } else {
                Instant after = time(page.get(PAGE - 1), "time").plusMillis(1);
                width = Duration.between(time(page.get(0), "time"), after).multipliedBy(2);
                next = after;
            }
        }
    }

    private List<Point> backwards(SeriesId series, Instant from, Instant to, int most) {
        List<Point> points = new ArrayList<>();
        Instant end = to;
        int limit;
        List<Record> page;
        do {
            limit = Math.max(EDGE, Math.min(PAGE, most - points.size()));
            page = connection.query(InfluxQuery.points(series, from, end) + " DESC LIMIT " + limit).stream()
                    .flatMap(found -> found.getValues().stream())
                    .toList();
            page.stream()
                    .filter(InfluxReader::isWhole)
                    .limit(most - points.size())
                    .forEach(row -> points.add(point(row, "value")));
            if (!page.isEmpty()) {
                end = time(page.get(page.size() - 1), "time");
            }
        } while (page.size() == limit && points.size() < most);
        return points;
    }

    private Stream<Record> rows(String statement) {
        return connection.query(statement).stream().flatMap(InfluxReader::whole);
    }

    private static Stream<Record> whole(Series found) {
        return found.getValues().stream().filter(InfluxReader::isWhole);
    }

    /** Whether a row has all its fields: other programs may write fewer, and a line is not written at one moment. */
    private static boolean isWhole(Record row) {
        return Arrays.stream(row.getValues()).noneMatch(""::equals);
    }

    private static Rollup rollup(Record row) {
        return new Rollup(
                time(row, "time"),
                number(row, "min"),
                number(row, "max"),
                number(row, "sum"),
                Long.parseLong(text(row, "count")),
                new Point(time(row, "first_time"), number(row, "first"), quality(row, "first_quality")),
                new Point(time(row, "last_time"), number(row, "last"), quality(row, "last_quality")),
                number(row, "integral"),
                Duration.ofMillis(Long.parseLong(text(row, "longest_gap"))),
                number(row, "rise"),
                Boolean.parseBoolean(text(row, "falls")),
                quality(row, "quality"));
    }

    /** The series of the tags; empty when another program has written it under names that are none of ours. */
    private static Optional<SeriesId> series(Series found) {
        String device = found.getTags().get("settlement")
                + '/'
                + found.getTags().get("site")
                + '/'
                + found.getTags().get("device");
        String metric = String.valueOf(found.getTags().get("metric"));
        return Metric.isName(metric)
                ? DeviceId.parse(device).map(it -> new SeriesId(it, Metric.named(metric)))
                : Optional.empty();
    }

    private static Point point(Record row, String field) {
        return new Point(time(row, "time"), number(row, field), quality(row, "quality"));
    }

    private static Instant time(Record row, String column) {
        return Instant.ofEpochMilli(Long.parseLong(text(row, column)));
    }

    private static double number(Record row, String column) {
        return Double.parseDouble(text(row, column));
    }

    private static Quality quality(Record row, String column) {
        return Quality.ofCode(Integer.parseInt(text(row, column)));
    }

    private static String text(Record row, String column) {
        return String.valueOf(row.getValueByKey(column));
    }
}
