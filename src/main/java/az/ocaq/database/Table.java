package az.ocaq.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A table as the database itself describes it; names in lower case, as the migrations write them. */
record Table(String name, List<String> columns) {
    /** The history of migrations, and who uses the database now, which is not true of a copy. */
    private static final Set<String> OWN = Set.of("flyway_schema_history", "server_tenure");

    /** All tables with contents to copy, a table after those that it refers to. */
    static List<Table> all(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        Map<String, Set<String>> parents = new TreeMap<>();
        try (ResultSet rows = database.getTables(
                connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                parents.put(rows.getString("TABLE_NAME"), new TreeSet<>());
            }
        }
        parents.keySet().removeIf(name -> OWN.contains(name.toLowerCase(Locale.ROOT)));
        for (Map.Entry<String, Set<String>> child : parents.entrySet()) {
            try (ResultSet rows =
                    database.getImportedKeys(connection.getCatalog(), connection.getSchema(), child.getKey())) {
                while (rows.next()) {
                    child.getValue().add(rows.getString("PKTABLE_NAME"));
                }
            }
        }
        List<Table> tables = new ArrayList<>();
        for (String name : sorted(parents)) {
            tables.add(new Table(name.toLowerCase(Locale.ROOT), columns(connection, name)));
        }
        return tables;
    }

    String select() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name;
    }

    String insert() {
        return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", columns.stream().map(it -> "?").toList()) + ")";
    }

    private static Collection<String> sorted(Map<String, Set<String>> parents) {
        Map<String, Boolean> placed = new LinkedHashMap<>();
        parents.keySet().forEach(name -> place(name, parents, placed));
        return placed.keySet();
    }

    private static void place(String name, Map<String, Set<String>> parents, Map<String, Boolean> placed) {
        parents.getOrDefault(name, Set.of()).stream()
                .filter(parent -> !parent.equals(name) && !placed.containsKey(parent))
                .forEach(parent -> place(parent, parents, placed));
        placed.put(name, true);
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows =
                connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), table, "%")) {
            while (rows.next()) {
                columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }
}
