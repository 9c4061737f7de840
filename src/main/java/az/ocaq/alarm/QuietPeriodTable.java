package az.ocaq.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of silences and maintenance windows. Every method runs in the caller's transaction. */
final class QuietPeriodTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private QuietPeriodTable() {}

    static List<QuietPeriod> all(Handle handle) {
        return handle.createQuery("SELECT * FROM quiet_period ORDER BY id")
                .map((row, context) -> new QuietPeriod(
                        row.getLong("id"),
                        new QuietPeriod.Plan(
                                QuietPeriod.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                                matchers(row.getString("matchers")),
                                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                                Optional.of(row.getString("weekly"))
                                        .filter(it -> !it.isEmpty())
                                        .map(Weekly::ofText),
                                row.getString("reason")),
                        deed(row, "created").orElseThrow(),
                        deed(row, "ended"),
                        deed(row, "reviewed")))
                .list();
    }

    private static Optional<QuietPeriod.Deed> deed(ResultSet row, String what) throws SQLException {
        OffsetDateTime at = row.getObject(what + "_at", OffsetDateTime.class);
        return at == null
                ? Optional.empty()
                : Optional.of(new QuietPeriod.Deed(row.getString(what + "_by"), at.toInstant()));
    }

    static void insert(Handle handle, QuietPeriod period) {
        var unused = handle.createUpdate("INSERT INTO quiet_period (id, kind, matchers, starts_at, ends_at,"
                        + " weekly, reason, created_by, created_at) VALUES (:id, :kind, :matchers, :from, :until, :weekly,"
                        + " :reason, :by, :at)")
                .bind("weekly", period.plan().weekly().map(Weekly::text).orElse(""))
                .bind("id", period.id())
                .bind("kind", period.kind().word())
                .bind("matchers", text(period.plan().match()))
                .bind("from", utc(period.plan().from()))
                .bind("until", utc(period.plan().until()))
                .bind("reason", period.plan().reason())
                .bind("by", period.created().by())
                .bind("at", utc(period.created().at()))
                .execute();
    }

    static void end(Handle handle, QuietPeriod period) {
        write(handle, "ended", period.id(), period.ended().orElseThrow());
    }

    static void review(Handle handle, QuietPeriod period) {
        write(handle, "reviewed", period.id(), period.reviewed().orElseThrow());
    }

    private static void write(Handle handle, String what, long id, QuietPeriod.Deed deed) {
        var unused = handle.createUpdate(
                        "UPDATE quiet_period SET " + what + "_at = :at, " + what + "_by = :by WHERE id = :id")
                .bind("at", utc(deed.at()))
                .bind("by", deed.by())
                .bind("id", id)
                .execute();
    }

    private static Map<String, List<String>> matchers(String text) {
        try {
            return JSON.readValue(text, new TypeReference<Map<String, List<String>>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("matchers were written as JSON: " + text, e);
        }
    }

    private static String text(Map<String, List<String>> matchers) {
        try {
            return JSON.writeValueAsString(matchers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
