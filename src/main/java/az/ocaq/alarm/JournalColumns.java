package az.ocaq.alarm;

import az.ocaq.alarm.AlarmDesk.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where a line of the journal is in the database. */
public final class JournalColumns {
    /** The columns that {@link #read} needs, of a table {@code alarm_journal j}. */
    public static final String ALL =
            "j.happened_at, j.event_time, j.occurrence, j.kind, j.from_state, j.to_state, j.who, j.note";

    private JournalColumns() {}

    /** The line of a row. */
    public static JournalEntry read(ResultSet row) throws SQLException {
        return new JournalEntry(
                AlarmHistory.time(row, "happened_at").orElseThrow(),
                AlarmHistory.time(row, "event_time"),
                row.getInt("occurrence"),
                row.getString("kind"),
                AlarmState.valueOf(row.getString("from_state")),
                AlarmState.valueOf(row.getString("to_state")),
                row.getString("who"),
                row.getString("note"));
    }
}
