package az.ocaq.store.questdb;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregator;
import az.ocaq.store.Point;
import az.ocaq.store.Selection;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.StoreException;
import az.ocaq.store.TimeSeriesStore;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.griffin.SqlException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * A {@link TimeSeriesStore} inside this process. One worker thread does all writing and reading, so that a read sees
 * everything appended before it.
 */
public final class QuestStore implements TimeSeriesStore {
    private static final int CHUNK = 5_000;
    private static final Instant EARLIEST = Instant.EPOCH;

    private final WorkerExecutor worker;
    private final CairoEngine engine;
    private final QuestTables tables;
    private final Map<String, Metric> metrics = new HashMap<>();

    private QuestStore(WorkerExecutor worker, CairoEngine engine, QuestTables tables) {
        this.worker = worker;
        this.engine = engine;
        this.tables = tables;
    }

    /**
     * Opens the store in a directory, which is made when it is not there. Blocks. Fails with a {@link StoreException} that
     * says what to do.
     *
     * @param settlements the settlements that get a table of their own
     * @param sync whether each append is forced to the disk; without it {@code kill -9} still loses nothing, but a power
     *     cut may lose the last seconds
     */
    public static QuestStore open(Vertx vertx, Path directory, Set<String> settlements, boolean sync) {
        try {
            Files.createDirectories(directory);
            CairoEngine engine = new CairoEngine(new DefaultCairoConfiguration(directory.toString()) {
                @Override
                public int getCommitMode() {
                    return sync ? CommitMode.SYNC : CommitMode.NOSYNC;
                }
            });
            QuestTables tables = new QuestTables(engine, settlements);
            return new QuestStore(vertx.createSharedWorkerExecutor("store", 1), engine, tables);
        } catch (IOException | SqlException | CairoException e) {
            throw new StoreException(
                    "the time-series store cannot be opened in " + directory + " (" + e.getMessage()
                            + "): choose another data directory or change its rights",
                    e);
        }
    }

    @Override
    public Future<Void> append(List<Reading> readings) {
        return work(() -> {
            Map<TableToken, List<Reading>> byTable = new LinkedHashMap<>();
            for (Reading reading : readings) {
                TableToken table = tables.of(reading.series().device().settlement());
                byTable.computeIfAbsent(table, key -> new ArrayList<>()).add(reading);
            }
            byTable.forEach(this::write);
            return null;
        });
    }

    @Override
    public Future<List<Point>> read(SeriesQuery query) {
        return work(() -> {
            tables.applyCommitted();
            if (query.step() == Step.RAW) {
                List<Point> points = new ArrayList<>();
                points(query.series(), query.from(), query.to(), points::add);
                return points;
            }
            Aggregator aggregator = new Aggregator(query);
            before(query).ifPresent(aggregator::add);
            points(query.series(), query.from(), query.to(), aggregator::add);
            return aggregator.finish();
        });
    }

    @Override
    public Future<List<Reading>> latest(String settlement) {
        return work(() -> {
            tables.applyCommitted();
            List<Reading> found = new ArrayList<>();
            String sql = "SELECT device, metric, time, value, quality FROM \""
                    + tables.of(settlement).getTableName()
                    + "\" WHERE time >= $1 LATEST ON time PARTITION BY device, metric";
            tables.query(sql, List.of(micros(EARLIEST)), record -> {
                Reading reading = reading(record);
                if (reading.series().device().settlement().equals(settlement)) {
                    found.add(reading);
                }
                return true;
            });
            return found;
        });
    }

    @Override
    public Future<List<SeriesId>> series(DeviceId device) {
        return work(() -> {
            tables.applyCommitted();
            List<SeriesId> found = new ArrayList<>();
            String sql = "SELECT DISTINCT metric FROM \""
                    + tables.of(device.settlement()).getTableName() + "\" WHERE device = $1 ORDER BY metric";
            tables.query(sql, List.of(device.toString()), record -> {
                found.add(new SeriesId(device, metric(String.valueOf(record.getSymA(0)))));
                return true;
            });
            return found;
        });
    }

    @Override
    public Future<Void> scan(Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        return work(() -> {
            tables.applyCommitted();
            Optional<String> settlement =
                    selection.settlement().or(() -> selection.device().map(DeviceId::settlement));
            List<TableToken> scanned =
                    settlement.map(it -> List.of(tables.of(it))).orElseGet(tables::all);
            for (TableToken table : scanned) {
                scan(table, selection, from, to, consumer);
            }
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        return this.<Void>work(() -> {
                    tables.applyCommitted();
                    tables.close();
                    engine.close();
                    return null;
                })
                .eventually(worker::close);
    }

    private void write(TableToken table, List<Reading> readings) {
        try (WalWriter writer = engine.getWalWriter(table)) {
            for (Reading reading : readings) {
                TableWriter.Row row = writer.newRow(micros(reading.time()));
                row.putSym(QuestTables.DEVICE, reading.series().device().toString());
                row.putSym(QuestTables.METRIC, reading.series().metric().name());
                row.putDouble(QuestTables.VALUE, reading.value());
                row.putByte(QuestTables.QUALITY, (byte) reading.quality().code());
                row.append();
            }
            writer.commit();
        }
    }

    private void points(SeriesId series, Instant from, Instant to, Consumer<Point> consumer) {
        String sql = "SELECT time, value, quality FROM \""
                + tables.of(series.device().settlement()).getTableName()
                + "\" WHERE device = $1 AND metric = $2 AND time >= $3 AND time < $4 ORDER BY time";
        List<Object> arguments =
                List.of(series.device().toString(), series.metric().name(), micros(from), micros(to));
        tables.query(sql, arguments, record -> {
            consumer.accept(point(record));
            return true;
        });
    }

    /** The reading that says what held when the first bucket began, looked for as far back as the query needs. */
    private Optional<Point> before(SeriesQuery query) {
        List<Point> found = new ArrayList<>(1);
        String sql = "SELECT time, value, quality FROM \""
                + tables.of(query.series().device().settlement()).getTableName()
                + "\" WHERE device = $1 AND metric = $2 AND time >= $3 AND time < $4 ORDER BY time DESC LIMIT 1";
        List<Object> arguments = List.of(
                query.series().device().toString(),
                query.series().metric().name(),
                micros(query.from().minus(7, ChronoUnit.DAYS)),
                micros(query.from()));
        tables.query(sql, arguments, record -> found.add(point(record)));
        return found.stream().findFirst();
    }

    private void scan(
            TableToken table, Selection selection, Instant from, Instant to, Consumer<List<Reading>> consumer) {
        List<Object> arguments = new ArrayList<>(List.of(micros(from), micros(to)));
        StringBuilder sql = new StringBuilder("SELECT device, metric, time, value, quality FROM \"")
                .append(table.getTableName())
                .append("\" WHERE time >= $1 AND time < $2");
        selection.device().ifPresent(device -> {
            arguments.add(device.toString());
            sql.append(" AND device = $").append(arguments.size());
        });
        selection.metric().ifPresent(metric -> {
            arguments.add(metric);
            sql.append(" AND metric = $").append(arguments.size());
        });
        sql.append(" ORDER BY device, metric, time");
        List<Reading> chunk = new ArrayList<>(CHUNK);
        tables.query(sql.toString(), arguments, record -> {
            Reading reading = reading(record);
            if (selection.settlement().stream()
                    .allMatch(it -> it.equals(reading.series().device().settlement()))) {
                chunk.add(reading);
            }
            if (chunk.size() == CHUNK) {
                consumer.accept(List.copyOf(chunk));
                chunk.clear();
            }
            return true;
        });
        if (!chunk.isEmpty()) {
            consumer.accept(List.copyOf(chunk));
        }
    }

    private Reading reading(Record record) {
        DeviceId device = DeviceId.parse(String.valueOf(record.getSymA(0))).orElseThrow();
        SeriesId series = new SeriesId(device, metric(String.valueOf(record.getSymA(1))));
        return new Reading(
                series, instant(record.getTimestamp(2)), record.getDouble(3), Quality.ofCode(record.getByte(4)));
    }

    private static Point point(Record record) {
        return new Point(instant(record.getTimestamp(0)), record.getDouble(1), Quality.ofCode(record.getByte(2)));
    }

    private Metric metric(String name) {
        return metrics.computeIfAbsent(name, Metric::named);
    }

    private <T> Future<T> work(Callable<T> work) {
        return worker.executeBlocking(work, true);
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochMilli(Math.floorDiv(micros, 1_000));
    }
}
