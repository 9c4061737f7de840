package az.ocaq.store.questdb;

import az.ocaq.measurement.Reading;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The table of the store. It is written through a log: what is in the log is kept, and becomes visible when it is applied.
 * One table for all settlements, because each append to a table costs a commit of its own, forced to the disk: with a table
 * per settlement a batch of few messages from many settlements paid for dozens. Thread-safe, but for {@link #write}, which
 * one thread calls at a time.
 */
final class QuestTable implements AutoCloseable {
    /** The columns in the order of {@link #create}. */
    static final int SERIES = 0;

    static final int VALUE = 2;
    static final int QUALITY = 3;

    static final String NAME = "readings";

    private static final int TRIES = 3;

    private final CairoEngine engine;
    private final SqlExecutionContextImpl context;
    private final ApplyWal2TableJob apply;
    private final WalPurgeJob purgeLog;
    private final O3PartitionPurgeJob purgePartitions;
    private final TableToken table;

    QuestTable(CairoEngine engine) throws SqlException {
        this.engine = engine;
        this.context = new SqlExecutionContextImpl(engine, 1)
                .with(AllowAllSecurityContext.INSTANCE, new BindVariableServiceImpl(engine.getConfiguration()));
        this.apply = new ApplyWal2TableJob(engine, 0);
        this.purgeLog = new WalPurgeJob(engine);
        this.purgePartitions = new O3PartitionPurgeJob(engine, 1);
        this.table = create();
        // What an earlier process logged and did not apply is known to nobody yet.
        new CheckWalTransactionsJob(engine).checkMissingWalTransactions();
        applyCommitted();
        purge();
    }

    /** Logs readings in the order of the list. */
    void write(List<Reading> readings) {
        if (readings.isEmpty()) {
            return;
        }
        try (WalWriter writer = engine.getWalWriter(table)) {
            for (Reading reading : readings) {
                TableWriter.Row row = writer.newRow(QuestTimes.micros(reading.time()));
                row.putSym(SERIES, reading.series().toString());
                row.putDouble(VALUE, reading.value());
                row.putByte(QUALITY, (byte) reading.quality().code());
                row.append();
            }
            writer.commit();
        }
    }

    /** Makes everything that was committed before this call visible. */
    void applyCommitted() {
        SeqTxnTracker tracker = engine.getTableSequencerAPI().getTxnTracker(table);
        long wanted = tracker.getSeqTxn();
        synchronized (apply) {
            for (int i = 0; i < TRIES && tracker.getWriterTxn() < wanted; i++) {
                applyUpTo(wanted, tracker);
            }
            if (tracker.getWriterTxn() < wanted) {
                throw new StoreException("the time-series store cannot write its table (" + tracker.getErrorMessage()
                        + "): is the disk full?");
            }
        }
    }

    /** Deletes what nothing needs any more: applied parts of the logs and superseded partitions. */
    void purge() {
        synchronized (apply) {
            purgePartitions.drain(0);
            boolean unusedMore = purgeLog.run(0);
        }
    }

    /** The names of all series. */
    List<String> series() {
        try (TableReader reader = engine.getReader(table)) {
            var symbols = reader.getSymbolMapReader(SERIES);
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

    /** Applies until the table has got as far as wanted; what comes in meanwhile does not prolong it. */
    private void applyUpTo(long wanted, SeqTxnTracker tracker) {
        if (tracker.isSuspended()) {
            resume();
        }
        boolean unusedPublished = engine.notifyWalTxnCommitted(table);
        while (tracker.getWriterTxn() < wanted && apply.run(0)) {
            // one step at a time
        }
    }

    /** A table whose application failed, for example on a full disk, is suspended until told to go on. */
    private void resume() {
        try {
            engine.execute("ALTER TABLE \"" + NAME + "\" RESUME WAL", context);
        } catch (SqlException e) {
            throw new StoreException("the time-series store cannot resume its table", e);
        }
    }

    private TableToken create() throws SqlException {
        engine.execute(
                "CREATE TABLE IF NOT EXISTS \"" + NAME + "\" (series SYMBOL CAPACITY 262144 INDEX, time TIMESTAMP,"
                        + " value DOUBLE, quality BYTE) TIMESTAMP(time) PARTITION BY DAY"
                        + " WAL DEDUP UPSERT KEYS(time, series)",
                context);
        return engine.verifyTableName(NAME);
    }
}
