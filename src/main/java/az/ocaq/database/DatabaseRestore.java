package az.ocaq.database;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Fills an empty database, H2 or PostgreSQL, with what a {@link DatabaseSnapshot} of either has written. Blocks. */
final class DatabaseRestore {
    private static final int ROWS_AT_ONCE = 1_000;

    private final DataSource dataSource;

    DatabaseRestore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Makes the schema of the snapshot and puts its rows in; all or nothing but the schema. Fails with a
     * {@link DatabaseException} when the database has tables already or its program is older than the snapshot's.
     */
    void read(InputStream in) throws IOException {
        JsonMapper json = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        try (MappingIterator<JsonNode> texts = json.readerFor(JsonNode.class).readValues(in);
                Connection connection = dataSource.getConnection()) {
            if (!Table.all(connection).isEmpty()) {
                throw new DatabaseException("the database at "
                        + connection.getMetaData().getURL() + " is not empty: name an empty one to restore into");
            }
            makeSchema(texts.next().path("schema").asText());
            connection.setAutoCommit(false);
            insert(texts, connection);
            connection.commit();
        } catch (SQLException e) {
            throw new DatabaseException("the database cannot be restored: " + e.getMessage(), e);
        }
    }

    private void makeSchema(String version) {
        if (Migrations.isNewer(dataSource, version)) {
            throw new DatabaseException("the backup is of a newer Ocaq (database version " + version
                    + "): restore it with that version or a newer one");
        }
        var unused = Migrations.upTo(dataSource, version).migrate();
    }

    private static void insert(MappingIterator<JsonNode> texts, Connection connection) throws SQLException {
        Optional<Table> table = Optional.empty();
        List<JsonNode> rows = new ArrayList<>(ROWS_AT_ONCE);
        while (texts.hasNext()) {
            JsonNode text = texts.next();
            if (text.isArray()) {
                rows.add(text);
            }
            if (!text.isArray() || rows.size() == ROWS_AT_ONCE) {
                insert(table, rows, connection);
            }
            if (text.isObject()) {
                List<String> columns = new ArrayList<>();
                text.path("columns").forEach(column -> columns.add(column.asText()));
                table = Optional.of(new Table(text.path("table").asText(), columns));
            }
        }
        insert(table, rows, connection);
        for (Table filled : Table.all(connection)) {
            goOnCounting(filled, connection);
        }
    }

    private static void insert(Optional<Table> table, List<JsonNode> rows, Connection connection) throws SQLException {
        if (table.isEmpty() || rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(table.get().insert())) {
            ParameterMetaData kinds = insert.getParameterMetaData();
            for (JsonNode row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    bind(insert, i + 1, kinds.getParameterType(i + 1), row.get(i));
                }
                insert.addBatch();
            }
            var unused = insert.executeBatch();
        }
        rows.clear();
    }

    private static void bind(PreparedStatement insert, int index, int kind, JsonNode value) throws SQLException {
        if (value.isNull()) {
            insert.setNull(index, kind);
        } else if (value.isBoolean()) {
            insert.setBoolean(index, value.asBoolean());
        } else if (value.isIntegralNumber()) {
            insert.setLong(index, value.asLong());
        } else if (value.isNumber()) {
            insert.setDouble(index, value.asDouble());
        } else if (kind == Types.TIMESTAMP_WITH_TIMEZONE || kind == Types.TIMESTAMP) {
            insert.setObject(index, OffsetDateTime.parse(value.asText()));
        } else {
            insert.setString(index, value.asText());
        }
    }

    /** The next row must not get a number that a restored one has. */
    private static void goOnCounting(Table table, Connection connection) throws SQLException {
        List<String> counted = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT LOWER(column_name) FROM"
                + " information_schema.columns WHERE LOWER(table_name) = ? AND is_identity = 'YES'")) {
            query.setString(1, table.name());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    counted.add(rows.getString(1));
                }
            }
        }
        for (String column : counted) {
            long next = 1;
            try (Statement statement = connection.createStatement();
                    ResultSet highest = statement.executeQuery("SELECT MAX(" + column + ") FROM " + table.name())) {
                next = highest.next() ? highest.getLong(1) + 1 : next;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE " + table.name() + " ALTER COLUMN " + column + " RESTART WITH " + next);
            }
        }
    }
}
