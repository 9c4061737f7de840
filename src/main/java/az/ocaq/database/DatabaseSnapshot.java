package az.ocaq.database;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * All rows of one moment, whatever is committed afterwards. Written as JSON texts, one a line, that
 * {@link DatabaseRestore} reads: the schema's version, then before each table's rows its name and columns. Blocks; for one
 * thread.
 */
public final class DatabaseSnapshot implements AutoCloseable {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Connection connection;
    private final String version;

    /** Fixes the moment. */
    DatabaseSnapshot(Connection connection, String version) throws SQLException {
        this.connection = connection;
        this.version = version;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement first = connection.createStatement()) {
            // the first statement's moment is that of all others
            first.executeQuery("SELECT COUNT(*) FROM account").close();
        }
    }

    /** Writes everything. */
    public void writeTo(OutputStream out) throws IOException {
        JsonGenerator json = JsonMapper.builder().build().createGenerator(out);
        json.setRootValueSeparator(null);
        try {
            json.writeStartObject();
            json.writeStringField("schema", version);
            json.writeEndObject();
            json.writeRaw('\n');
            for (Table table : Table.all(connection)) {
                write(table, json);
            }
            json.flush();
        } catch (SQLException e) {
            throw new IOException("the database cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not end a transaction", e);
        }
    }

    private void write(Table table, JsonGenerator json) throws SQLException, IOException {
        json.writeStartObject();
        json.writeStringField("table", table.name());
        json.writeArrayFieldStart("columns");
        for (String column : table.columns()) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(table.select())) {
                while (rows.next()) {
                    write(rows, table.columns(), json);
                }
            }
        }
    }

    private static void write(ResultSet row, List<String> columns, JsonGenerator json)
            throws SQLException, IOException {
        json.writeStartArray();
        for (int i = 1; i <= columns.size(); i++) {
            Object value = row.getObject(i);
            if (value == null) {
                json.writeNull();
            } else if (value instanceof Boolean flag) {
                json.writeBoolean(flag);
            } else if (value instanceof Number number) {
                json.writeNumber(number.toString());
            } else if (value instanceof Timestamp || value instanceof OffsetDateTime) {
                OffsetDateTime time = row.getObject(i, OffsetDateTime.class);
                json.writeString(time.withOffsetSameInstant(ZoneOffset.UTC).toString());
            } else if (value instanceof String text) {
                json.writeString(text);
            } else {
                throw new IllegalStateException(
                        "column " + columns.get(i - 1) + " is of a kind that is not copied: " + value.getClass());
            }
        }
        json.writeEndArray();
        json.writeRaw('\n');
    }
}
