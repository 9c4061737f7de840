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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of the store: one per known settlement, and one for everybody else, so that strangers' topics make no
 * tables. A table is written through a log; what is in the log is kept, and becomes visible when it is applied.
 * Thread-safe, but for {@link #write}, which one thread calls at a time.
 */
final class QuestTables implements AutoCloseable {
    /** The columns in the order of {@link #create}. */
    static final int SERIES = 0;

    static final int VALUE = 2;
    static final int QUALITY = 3;

    private static final String OTHERS = "readings";
    private static final int TRIES = 3;

    private final CairoEngine engine;
    private final SqlExecutionContextImpl context;
    private final ApplyWal2TableJob apply;
    private final WalPurgeJob purgeLog;
    private final O3PartitionPurgeJob purgePartitions;
    private final Map<String, TableToken> bySettlement = new HashMap<>();
    private final TableToken others;

    QuestTables(CairoEngine engine, Set<String> settlements) throws SqlException {
        this.engine = engine;
        this.context = new SqlExecutionContextImpl(engine, 1)
                .with(AllowAllSecurityContext.INSTANCE, new BindVariableServiceImpl(engine.getConfiguration()));
        this.apply = new ApplyWal2TableJob(engine, 0);
        this.purgeLog = new WalPurgeJob(engine);
        this.purgePartitions = new O3PartitionPurgeJob(engine, 1);
        this.others = create(OTHERS);
        for (String settlement : settlements) {
            bySettlement.put(settlement, create(OTHERS + "." + settlement));
        }
        // What an earlier process logged and did not apply is known to nobody yet.
        new CheckWalTransactionsJob(engine).checkMissingWalTransactions();
        applyCommitted();
        purge();
    }

    TableToken of(String settlement) {
        return bySettlement.getOrDefault(settlement, others);
    }

    List<TableToken> all() {
        List<TableToken> tables = new ArrayList<>(bySettlement.values());
        tables.add(others);
        return tables;
    }

    /** Logs readings in the order of the list. */
    void write(List<Reading> readings) {
        Map<TableToken, List<Reading>> byTable = new LinkedHashMap<>();
        for (Reading reading : readings) {
            TableToken table = of(reading.series().device().settlement());
            byTable.computeIfAbsent(table, key -> new ArrayList<>()).add(reading);
        }
        byTable.forEach(this::write);
    }

    /** Makes everything that was committed before this call visible. */
    void applyCommitted() {
        Map<TableToken, Long> wanted = new HashMap<>();
        for (TableToken table : all()) {
            wanted.put(table, tracker(table).getSeqTxn());
        }
        synchronized (apply) {
            wanted.forEach(this::apply);
        }
    }

    /** Deletes what nothing needs any more: applied parts of the logs and superseded partitions. */
    void purge() {
        synchronized (apply) {
            purgePartitions.drain(0);
            boolean unusedMore = purgeLog.run(0);
        }
    }

    /** The names of all series that a table has. */
    List<String> series(TableToken table) {
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

    private void write(TableToken table, List<Reading> readings) {
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

    /** Applies until a table has got as far as wanted; what comes in meanwhile does not prolong it. */
    private void apply(TableToken table, long wanted) {
        SeqTxnTracker tracker = tracker(table);
        for (int i = 0; i < TRIES && tracker.getWriterTxn() < wanted; i++) {
            if (tracker.isSuspended()) {
                resume(table);
            }
            boolean unusedPublished = engine.notifyWalTxnCommitted(table);
            while (tracker.getWriterTxn() < wanted && apply.run(0)) {
                // one step at a time
            }
        }
        if (tracker.getWriterTxn() < wanted) {
            throw new StoreException("the time-series store cannot write " + table.getTableName() + " ("
                    + tracker.getErrorMessage() + "): is the disk full?");
        }
    }

    private SeqTxnTracker tracker(TableToken table) {
        return engine.getTableSequencerAPI().getTxnTracker(table);
    }

    /** A table whose application failed, for example on a full disk, is suspended until told to go on. */
    private void resume(TableToken table) {
        try {
            engine.execute("ALTER TABLE \"" + table.getTableName() + "\" RESUME WAL", context);
        } catch (SqlException e) {
            throw new StoreException("the time-series store cannot resume " + table.getTableName(), e);
        }
    }

    private TableToken create(String name) throws SqlException {
        engine.execute(
                "CREATE TABLE IF NOT EXISTS \"" + name + "\" (series SYMBOL CAPACITY 8192 INDEX, time TIMESTAMP,"
                        + " value DOUBLE, quality BYTE) TIMESTAMP(time) PARTITION BY DAY"
                        + " WAL DEDUP UPSERT KEYS(time, series)",
                context);
        return engine.verifyTableName(name);
    }
}
