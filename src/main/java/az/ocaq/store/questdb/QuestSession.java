package az.ocaq.store.questdb;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.RolledSeries;
import az.ocaq.store.Rollup;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.cairo.sql.TableReferenceOutOfDateException;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The queries of one thread. */
final class QuestSession implements AutoCloseable {
    private static final String POINTS = "SELECT time, value, quality FROM \"" + QuestTables.READINGS
            + "\" WHERE series = $1 AND time >= $2 AND" + " time < $3 ORDER BY time";

    private static final String QUARTER =
            "SELECT time, value, quality, series FROM \"" + QuestTables.READINGS + "\" WHERE time >= $1 AND time < $2";
    private static final String ROLLUPS = "SELECT time, min, max, sum, count, first_time, first,"
            + " first_quality, last_time, last, last_quality, integral, longest_gap, rise, falls, quality FROM \""
            + QuestTables.ROLLUPS
            + "\" WHERE series = $1 AND time >= $2 AND time < $3 ORDER BY time";

    private final CairoEngine engine;
    private final SqlExecutionContextImpl context;
    private final BindVariableServiceImpl variables;
    private final Map<String, RecordCursorFactory> plans = new HashMap<>();

    QuestSession(CairoEngine engine) {
        this.engine = engine;
        this.variables = new BindVariableServiceImpl(engine.getConfiguration());
        this.context = new SqlExecutionContextImpl(engine, 1).with(AllowAllSecurityContext.INSTANCE, variables);
    }

    /** The readings of one series and their rollups. */
    RolledSeries series(SeriesId id) {
        String series = id.toString();
        return new RolledSeries() {
            @Override
            public void points(Instant from, Instant to, Consumer<Point> consumer) {
                bind(series, from, to);
                each(POINTS, record -> consumer.accept(point(record)));
            }

            @Override
            public List<Point> newest(Instant from, Instant to, int most) {
                bind(series, from, to, most);
                return some(POINTS + " DESC LIMIT $4");
            }

            @Override
            public Optional<Point> first(Instant from) {
                bind(series, from, Instant.MAX);
                return some(POINTS + " LIMIT 1").stream().findFirst();
            }

            @Override
            public void rollups(Instant from, Instant to, Consumer<Rollup> consumer) {
                bind(series, from, to);
                // all at once: the consumer may ask for readings, and a session has one query at a time
                List<Rollup> found = new ArrayList<>();
                each(ROLLUPS, record -> found.add(rollup(record)));
                found.forEach(consumer);
            }

            @Override
            public Optional<Rollup> lastRollup(Instant from, Instant to) {
                bind(series, from, to);
                List<Rollup> found = new ArrayList<>(1);
                each(ROLLUPS + " DESC LIMIT 1", record -> found.add(rollup(record)));
                return found.stream().findFirst();
            }
        };
    }

    /** The newest reading of every series. */
    void latest(Consumer<Reading> consumer) {
        variables.clear();
        String sql = "SELECT time, value, quality, series FROM \"" + QuestTables.READINGS
                + "\" LATEST ON time PARTITION BY series";
        each(sql, record -> consumer.accept(reading(series(String.valueOf(record.getSymA(3))), point(record))));
    }

    /** The time of the oldest reading. */
    Optional<Instant> oldest() {
        variables.clear();
        List<Instant> found = new ArrayList<>(1);
        each(
                "SELECT time FROM \"" + QuestTables.READINGS + "\" LIMIT 1",
                record -> found.add(QuestTimes.instant(record.getTimestamp(0))));
        return found.stream().findFirst();
    }

    /** Sums up the readings of a quarter of an hour. */
    List<NamedRollup> rollUp(Instant quarter) {
        bind(quarter, quarter.plus(Rollup.WIDTH));
        Map<Integer, String> names = new HashMap<>();
        Map<Integer, Rollup.Builder> builders = new HashMap<>();
        each(QUARTER, record -> {
            Point point = point(record);
            Rollup.Builder builder = builders.get(record.getInt(3));
            if (builder == null) {
                builders.put(record.getInt(3), new Rollup.Builder(point));
                names.put(record.getInt(3), String.valueOf(record.getSymA(3)));
            } else {
                builder.add(point);
            }
        });
        List<NamedRollup> rollups = new ArrayList<>(builders.size());
        builders.forEach(
                (key, builder) -> rollups.add(new NamedRollup(names.getOrDefault(key, ""), builder.build(quarter))));
        return rollups;
    }

    /** The quarters of an hour that are marked, in milliseconds. */
    List<Long> marks() {
        variables.clear();
        List<Long> found = new ArrayList<>();
        each(
                "SELECT time FROM \"" + QuestTables.MARKS + "\" WHERE marked",
                record -> found.add(record.getTimestamp(0) / 1_000));
        return found;
    }

    /** The series of a stored name. */
    static SeriesId series(String name) {
        int end = name.lastIndexOf('/');
        DeviceId device = DeviceId.parse(name.substring(0, end)).orElseThrow();
        return new SeriesId(device, Metric.named(name.substring(end + 1)));
    }

    static Reading reading(SeriesId series, Point point) {
        return new Reading(series, point.time(), point.value(), point.quality());
    }

    @Override
    public void close() {
        plans.values().forEach(RecordCursorFactory::close);
        context.close();
    }

    private void bind(String series, Instant from, Instant to) {
        bind(series, from, to, Integer.MAX_VALUE);
    }

    private void bind(String series, Instant from, Instant to, int most) {
        variables.clear();
        try {
            variables.setStr(0, series);
            variables.setTimestamp(1, QuestTimes.bound(from));
            variables.setTimestamp(2, QuestTimes.bound(to));
            variables.setLong(3, most);
        } catch (SqlException e) {
            throw new IllegalStateException("the store refuses its own arguments: " + e.getFlyweightMessage(), e);
        }
    }

    private void bind(Instant from, Instant to) {
        variables.clear();
        try {
            variables.setTimestamp(0, QuestTimes.bound(from));
            variables.setTimestamp(1, QuestTimes.bound(to));
        } catch (SqlException e) {
            throw new IllegalStateException("the store refuses its own arguments: " + e.getFlyweightMessage(), e);
        }
    }

    private List<Point> some(String sql) {
        List<Point> found = new ArrayList<>();
        each(sql, record -> found.add(point(record)));
        return found;
    }

    private void each(String sql, Consumer<Record> consumer) {
        try (RecordCursor cursor = cursor(sql)) {
            Record record = cursor.getRecord();
            while (cursor.hasNext()) {
                consumer.accept(record);
            }
        } catch (SqlException e) {
            throw new IllegalStateException("the store refuses its own query: " + e.getFlyweightMessage(), e);
        }
    }

    private RecordCursor cursor(String sql) throws SqlException {
        try {
            return plan(sql).getCursor(context);
        } catch (TableReferenceOutOfDateException e) {
            forget(sql);
            return plan(sql).getCursor(context);
        }
    }

    /** A query as it is run; to make one takes longer than to run it. */
    private RecordCursorFactory plan(String sql) throws SqlException {
        RecordCursorFactory known = plans.get(sql);
        if (known != null) {
            return known;
        }
        RecordCursorFactory made = engine.select(sql, context);
        plans.put(sql, made);
        return made;
    }

    private void forget(String sql) {
        RecordCursorFactory old = plans.remove(sql);
        if (old != null) {
            old.close();
        }
    }

    private static Point point(Record record) {
        return new Point(
                QuestTimes.instant(record.getTimestamp(0)), record.getDouble(1), Quality.ofCode(record.getByte(2)));
    }

    private static Rollup rollup(Record record) {
        return new Rollup(
                QuestTimes.instant(record.getTimestamp(0)),
                record.getDouble(1),
                record.getDouble(2),
                record.getDouble(3),
                record.getLong(4),
                new Point(
                        QuestTimes.instant(record.getTimestamp(5)),
                        record.getDouble(6),
                        Quality.ofCode(record.getByte(7))),
                new Point(
                        QuestTimes.instant(record.getTimestamp(8)),
                        record.getDouble(9),
                        Quality.ofCode(record.getByte(10))),
                record.getDouble(11),
                Duration.ofMillis(record.getLong(12)),
                record.getDouble(13),
                record.getBool(14),
                Quality.ofCode(record.getByte(15)));
    }
}
