package az.ocaq.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A row of the table of accounts. */
record AccountRow(Actor actor, String password) {
    static AccountRow of(ResultSet row) throws SQLException {
        return new AccountRow(actor(row), row.getString("password"));
    }

    static Actor actor(ResultSet row) throws SQLException {
        return new Actor(
                row.getString("name"),
                Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                words(row.getString("settlements")),
                words(row.getString("utilities")),
                Optional.ofNullable(row.getString("home")));
    }

    static Map<String, Object> columns(Actor account) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("name", account.user());
        columns.put("role", account.role().word());
        columns.put("settlements", joined(account.settlements()));
        columns.put("utilities", joined(account.utilities()));
        columns.put("home", account.home());
        return columns;
    }

    static Set<String> words(String joined) {
        return joined.isEmpty() ? Set.of() : Set.of(joined.split(",", -1));
    }

    static String joined(Set<String> words) {
        return String.join(",", new TreeSet<>(words));
    }
}
