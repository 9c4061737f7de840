package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.RawSeries;
import az.ocaq.store.Selection;
import com.influxdb.query.InfluxQLQueryResult.Series;
import com.influxdb.query.InfluxQLQueryResult.Series.Record;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what InfluxDB holds; long series page by page. Blocks. */
final class InfluxReader {
    private static final int PAGE = 10_000;
    private static final int CHUNK = 5_000;

    private final InfluxConnection connection;

    InfluxReader(InfluxConnection connection) {
        this.connection = connection;
    }

    /** The readings of one series. */
    RawSeries series(SeriesId series) {
        return new RawSeries() {
            @Override
            public void points(Instant from, Instant to, Consumer<Point> consumer) {
                pages(series, from, to, consumer);
            }

            @Override
            public Optional<Point> last(Instant from, Instant to) {
                return query(InfluxQuery.points(series, from, to) + " DESC LIMIT 1").stream()
                        .findFirst();
            }

            @Override
            public Optional<Point> first(Instant from) {
                return query(InfluxQuery.points(series, from, Instant.MAX) + " LIMIT 1").stream()
                        .findFirst();
            }
        };
    }

    /** The newest reading of every series, of one settlement or all. */
    List<Reading> latest(Optional<String> settlement) {
        List<Reading> readings = new ArrayList<>();
        for (Series found : connection.query(InfluxQuery.latest(settlement))) {
            series(found).ifPresent(series -> {
                for (Record row : found.getValues()) {
                    Point point = point(row, "last");
                    readings.add(new Reading(series, point.time(), point.value(), point.quality()));
                }
            });
        }
        return readings;
    }

    /** The names of the metrics of a device. */
    List<String> metrics(DeviceId device) {
        return connection.query(InfluxQuery.metrics(device)).stream()
                .flatMap(found -> found.getValues().stream())
                .map(row -> text(row, "value"))
                .filter(Metric::isName)
                .toList();
    }

    /** All series that a selection takes. */
    List<SeriesId> series(Selection selection) {
        return connection.query(InfluxQuery.series(selection)).stream()
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
        Instant next = from;
        List<Point> page;
        do {
            page = query(InfluxQuery.points(series, next, to) + " LIMIT " + PAGE);
            page.forEach(consumer);
            if (!page.isEmpty()) {
                next = page.get(page.size() - 1).time().plusMillis(1);
            }
        } while (page.size() == PAGE);
    }

    private List<Point> query(String statement) {
        return connection.query(statement).stream()
                .flatMap(found -> found.getValues().stream())
                .map(row -> point(row, "value"))
                .toList();
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
        return new Point(
                Instant.ofEpochMilli(Long.parseLong(text(row, "time"))),
                Double.parseDouble(text(row, field)),
                Quality.ofCode(Integer.parseInt(text(row, "quality"))));
    }

    private static String text(Record row, String column) {
        return String.valueOf(row.getValueByKey(column));
    }
}
