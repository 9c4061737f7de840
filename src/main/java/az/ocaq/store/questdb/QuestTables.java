package az.ocaq.store.questdb;

import az.ocaq.measurement.Reading;
import az.ocaq.store.Rollup;
import az.ocaq.store.StoreException;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.O3PartitionPurgeJob;
import io.questdb.cairo.TableReader;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.TableWriter;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.CheckWalTransactionsJob;
import io.questdb.cairo.wal.WalPurgeJob;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.cairo.wal.seq.SeqTxnTracker;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The tables of the store: readings, rollups, and which quarters of an hour are to be rolled up. A table is written through
 * a log: what is in the log is kept, and becomes visible when it is applied. One table for all settlements, because each
 * append to a table costs a commit of its own, forced to the disk: with a table per settlement a batch of few messages from
 * many settlements paid for dozens. Thread-safe, but for {@link #write}, which one thread calls at a time.
 */
final class QuestTables implements AutoCloseable {
    static final String READINGS = "readings";
    static final String ROLLUPS = "rollups";
    static final String MARKS = "marks";

    private static final int TRIES = 3;
    private static final int MANY_NEW_SERIES = 500;

    private final Object log = new Object();
    private final CairoEngine engine;
    private final SqlExecutionContextImpl context;
    private final ApplyWal2TableJob apply;
    private final WalPurgeJob purgeLog;
    private final O3PartitionPurgeJob purgePartitions;
    private final TableToken readings;
    private final TableToken rollups;
    private final TableToken marks;

    QuestTables(CairoEngine engine) throws SqlException {
        this.engine = engine;
        this.context = new SqlExecutionContextImpl(engine, 1)
                .with(AllowAllSecurityContext.INSTANCE, new BindVariableServiceImpl(engine.getConfiguration()));
        this.apply = new ApplyWal2TableJob(engine, 0);
        this.purgeLog = new WalPurgeJob(engine);
        this.purgePartitions = new O3PartitionPurgeJob(engine, 1);
        // Small blocks of the indices: with the usual 256 each series would dirty a page of its own at every
        // application. No
        // cache of names: every thread would keep all of them once more.
        this.readings = create(
                READINGS,
                "series SYMBOL CAPACITY 262144 NOCACHE INDEX CAPACITY 32, time TIMESTAMP, value DOUBLE, quality BYTE",
                "DAY WAL DEDUP UPSERT KEYS(time, series)");
        this.rollups = create(
                ROLLUPS,
                "series SYMBOL CAPACITY 262144 NOCACHE INDEX CAPACITY 32, time TIMESTAMP, min DOUBLE, max DOUBLE, sum DOUBLE, count LONG,"
                        + " first_time TIMESTAMP, first DOUBLE, first_quality BYTE, last_time TIMESTAMP, last DOUBLE,"
                        + " last_quality BYTE, integral DOUBLE, longest_gap LONG, rise DOUBLE, falls BOOLEAN, quality BYTE",
                "MONTH WAL DEDUP UPSERT KEYS(time, series)");
        this.marks = create(MARKS, "time TIMESTAMP, marked BOOLEAN", "YEAR WAL DEDUP UPSERT KEYS(time)");
        // What an earlier process logged and did not apply is known to nobody yet.
        new CheckWalTransactionsJob(engine).checkMissingWalTransactions();
        applyCommitted();
        purge();
    }

    /** Logs readings in the order of the list. */
    void write(List<Reading> batch) {
        if (batch.isEmpty()) {
            return;
        }
        synchronized (log) {
            logReadings(batch);
        }
    }

    private void logReadings(List<Reading> batch) {
        try (WalWriter writer = engine.getWalWriter(readings)) {
            for (Reading reading : batch) {
                TableWriter.Row row = writer.newRow(QuestTimes.micros(reading.time()));
                row.putSym(0, reading.series().toString());
                row.putDouble(2, reading.value());
                row.putByte(3, (byte) reading.quality().code());
                row.append();
            }
            writer.commit();
        }
    }

    /** Logs rollups. */
    void writeRollups(List<NamedRollup> batch) {
        if (batch.isEmpty()) {
            return;
        }
        synchronized (log) {
            logRollups(batch);
        }
    }

    private void logRollups(List<NamedRollup> batch) {
        try (WalWriter writer = engine.getWalWriter(rollups)) {
            for (NamedRollup named : batch) {
                Rollup rollup = named.rollup();
                TableWriter.Row row = writer.newRow(QuestTimes.micros(rollup.start()));
                row.putSym(0, named.series());
                row.putDouble(2, rollup.min());
                row.putDouble(3, rollup.max());
                row.putDouble(4, rollup.sum());
                row.putLong(5, rollup.count());
                row.putTimestamp(6, QuestTimes.micros(rollup.first().time()));
                row.putDouble(7, rollup.first().value());
                row.putByte(8, (byte) rollup.first().quality().code());
                row.putTimestamp(9, QuestTimes.micros(rollup.last().time()));
                row.putDouble(10, rollup.last().value());
                row.putByte(11, (byte) rollup.last().quality().code());
                row.putDouble(12, rollup.integral());
                row.putLong(13, rollup.longestGap().toMillis());
                row.putDouble(14, rollup.rise());
                row.putBool(15, rollup.falls());
                row.putByte(16, (byte) rollup.worst().code());
                row.append();
            }
            writer.commit();
        }
    }

    /** Logs which quarters of an hour, in milliseconds, are marked or not. */
    void writeMarks(Collection<Long> quarters, boolean marked) {
        if (quarters.isEmpty()) {
            return;
        }
        synchronized (log) {
            logMarks(quarters, marked);
        }
    }

    private void logMarks(Collection<Long> quarters, boolean marked) {
        try (WalWriter writer = engine.getWalWriter(marks)) {
            for (long quarter : quarters) {
                TableWriter.Row row = writer.newRow(quarter * 1_000);
                row.putBool(1, marked);
                row.append();
            }
            writer.commit();
        }
    }

    /** Makes everything that was committed before this call visible. */
    void applyCommitted() {
        synchronized (apply) {
            applyCommitted(readings);
            applyCommitted(rollups);
            applyCommitted(marks);
        }
    }

    /**
     * Keeps the files of what was committed before this call until {@link #releaseCheckpoint}.
     *
     * @param fixed what must be done before anything more is committed
     */
    <T> T createCheckpoint(Supplier<T> fixed) {
        synchronized (log) {
            synchronized (apply) {
                applyCommitted();
                try {
                    engine.checkpointCreate(context.getCircuitBreaker(), true);
                } catch (SqlException e) {
                    throw new StoreException("a copy of the time series cannot be begun: " + e.getFlyweightMessage());
                }
                return fixed.get();
            }
        }
    }

    void releaseCheckpoint() {
        synchronized (apply) {
            try {
                engine.checkpointRelease();
            } catch (SqlException e) {
                throw new StoreException("a copy of the time series cannot be ended: " + e.getFlyweightMessage());
            }
        }
    }

    /**
     * Ends the logs whose writers do not know many of the series. A writer knows those that were there when it was opened,
     * and repeats the names of all others with every append.
     */
    void renewLogs() {
        synchronized (log) {
            if (unknown(readings) >= MANY_NEW_SERIES || unknown(rollups) >= MANY_NEW_SERIES) {
                engine.releaseAllWalWriters();
            }
        }
    }

    private int unknown(TableToken table) {
        try (WalWriter writer = engine.getWalWriter(table);
                TableReader reader = engine.getReader(table)) {
            return reader.getSymbolMapReader(0).getSymbolCount()
                    - writer.getSymbolMapReader(0).getSymbolCount();
        }
    }

    /** Deletes what nothing needs any more: applied parts of the logs and superseded partitions. */
    void purge() {
        synchronized (apply) {
            purgePartitions.drain(0);
            boolean unusedMore = purgeLog.run(0);
        }
    }

    /** Deletes the days of readings that end before a time. */
    void dropReadings(Instant before) {
        synchronized (apply) {
            execute("ALTER TABLE \"" + READINGS + "\" DROP PARTITION WHERE time < '" + before + '\'');
            applyCommitted(readings);
        }
    }

    /** The names of all series. */
    List<String> series() {
        try (TableReader reader = engine.getReader(readings)) {
            var symbols = reader.getSymbolMapReader(0);
            List<String> names = new ArrayList<>(symbols.getSymbolCount());
            for (int key = 0; key < symbols.getSymbolCount(); key++) {
                names.add(symbols.valueOf(key).toString());
            }
            return names;
        }
    }

    @Override
    public void close() {
        engine.releaseAllWalWriters();
        try (WalPurgeJob everything = new WalPurgeJob(engine)) {
            boolean unusedMore = everything.run(0);
        }
        apply.close();
        purgeLog.close();
        purgePartitions.close();
        context.close();
    }

    private void applyCommitted(TableToken table) {
        SeqTxnTracker tracker = engine.getTableSequencerAPI().getTxnTracker(table);
        long wanted = tracker.getSeqTxn();
        for (int i = 0; i < TRIES && tracker.getWriterTxn() < wanted; i++) {
            if (tracker.isSuspended()) {
                // An application that failed, for example on a full disk, suspends the table until told to go on.
                execute("ALTER TABLE \"" + table.getTableName() + "\" RESUME WAL");
            }
            boolean unusedPublished = engine.notifyWalTxnCommitted(table);
            while (tracker.getWriterTxn() < wanted && apply.run(0)) {
                // one step at a time; what comes in meanwhile does not prolong it
            }
        }
        if (tracker.getWriterTxn() < wanted) {
            throw new StoreException("the time-series store cannot write " + table.getTableName() + " ("
                    + tracker.getErrorMessage() + "): is the disk full?");
        }
    }

    private void execute(String sql) {
        try {
            engine.execute(sql, context);
        } catch (SqlException e) {
            throw new StoreException("the time-series store refuses " + sql + ": " + e.getFlyweightMessage());
        }
    }

    private TableToken create(String name, String columns, String partitions) throws SqlException {
        engine.execute(
                "CREATE TABLE IF NOT EXISTS \"" + name + "\" (" + columns + ") TIMESTAMP(time) PARTITION BY "
                        + partitions,
                context);
        return engine.verifyTableName(name);
    }
}
