package az.ocaq.store.questdb;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CairoException;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tables of the store and the way to ask them. One table per known settlement, and one for everybody else, so that
 * strangers' topics make no tables. Used on one thread at a time.
 */
final class QuestTables implements AutoCloseable {
    /** The columns in the order of {@link #create}. */
    static final int DEVICE = 0;

    static final int METRIC = 1;
    static final int VALUE = 3;
    static final int QUALITY = 4;

    private static final String OTHERS = "readings";

    private final CairoEngine engine;
    private final SqlExecutionContextImpl context;
    private final BindVariableServiceImpl variables;
    private final ApplyWal2TableJob apply;
    private final Map<String, TableToken> bySettlement = new HashMap<>();
    private final TableToken others;

    QuestTables(CairoEngine engine, Set<String> settlements) throws SqlException {
        this.engine = engine;
        this.variables = new BindVariableServiceImpl(engine.getConfiguration());
        this.context = new SqlExecutionContextImpl(engine, 1).with(AllowAllSecurityContext.INSTANCE, variables);
        this.apply = new ApplyWal2TableJob(engine, 0);
        this.others = create(OTHERS);
        for (String settlement : settlements) {
            bySettlement.put(settlement, create(OTHERS + "." + settlement));
        }
    }

    TableToken of(String settlement) {
        return bySettlement.getOrDefault(settlement, others);
    }

    List<TableToken> all() {
        List<TableToken> tables = new java.util.ArrayList<>(bySettlement.values());
        tables.add(others);
        return tables;
    }

    /** Makes everything committed visible; fails when a table has been suspended, for example by a full disk. */
    void applyCommitted() {
        apply.drain(0);
        for (TableToken table : all()) {
            if (engine.getTableSequencerAPI().isSuspended(table)) {
                resume(table);
            }
        }
    }

    /**
     * Asks a table and hands over each row until told to stop.
     *
     * @param sql with the table's name quoted and $1, $2, … for the arguments, which are texts or microseconds
     */
    void query(String sql, List<Object> arguments, Predicate<Record> row) {
        try {
            variables.clear();
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i) instanceof Long micros) {
                    variables.setTimestamp(i, micros);
                } else {
                    variables.setStr(i, arguments.get(i).toString());
                }
            }
            try (RecordCursorFactory factory = engine.select(sql, context);
                    RecordCursor cursor = factory.getCursor(context)) {
                Record record = cursor.getRecord();
                boolean more = true;
                while (more && cursor.hasNext()) {
                    more = row.test(record);
                }
            }
        } catch (SqlException e) {
            throw new IllegalStateException("the store refuses its own query: " + e.getFlyweightMessage(), e);
        }
    }

    @Override
    public void close() {
        apply.close();
        context.close();
    }

    private void resume(TableToken table) {
        try {
            engine.execute("ALTER TABLE \"" + table.getTableName() + "\" RESUME WAL", context);
        } catch (SqlException e) {
            throw new IllegalStateException("cannot resume " + table.getTableName(), e);
        }
        apply.drain(0);
        if (engine.getTableSequencerAPI().isSuspended(table)) {
            throw CairoException.critical(0)
                    .put("the store cannot write ")
                    .put(table.getTableName())
                    .put("; is the disk full?");
        }
    }

    private TableToken create(String name) throws SqlException {
        engine.execute(
                "CREATE TABLE IF NOT EXISTS \"" + name + "\" (device SYMBOL CAPACITY 4096 INDEX, metric SYMBOL"
                        + " CAPACITY 256, time TIMESTAMP, value DOUBLE, quality BYTE) TIMESTAMP(time) PARTITION BY DAY"
                        + " WAL DEDUP UPSERT KEYS(time, device, metric)",
                context);
        return engine.verifyTableName(name);
    }
}
