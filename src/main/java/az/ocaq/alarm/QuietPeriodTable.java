package az.ocaq.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
                        QuietPeriod.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        matchers(row.getString("matchers")),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                        Optional.of(row.getString("weekly"))
                                .filter(it -> !it.isEmpty())
                                .map(Weekly::ofText),
                        row.getString("reason"),
                        row.getString("created_by"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        Optional.ofNullable(row.getString("ended_by")),
                        Optional.ofNullable(row.getObject("reviewed_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        Optional.ofNullable(row.getString("reviewed_by"))))
                .list();
    }

    static void insert(Handle handle, QuietPeriod period) {
        var unused = handle.createUpdate("INSERT INTO quiet_period (id, kind, matchers, starts_at, ends_at,"
                        + " weekly, reason, created_by, created_at) VALUES (:id, :kind, :matchers, :from, :until, :weekly,"
                        + " :reason, :by, :at)")
                .bind("weekly", period.weekly().map(Weekly::text).orElse(""))
                .bind("id", period.id())
                .bind("kind", period.kind().word())
                .bind("matchers", text(period.match()))
                .bind("from", utc(period.from()))
                .bind("until", utc(period.until()))
                .bind("reason", period.reason())
                .bind("by", period.by())
                .bind("at", utc(period.createdAt()))
                .execute();
    }

    static void end(Handle handle, QuietPeriod period) {
        var unused = handle.createUpdate("UPDATE quiet_period SET ended_at = :at, ended_by = :by WHERE id = :id")
                .bind("at", utc(period.endedAt().orElseThrow()))
                .bind("by", period.endedBy().orElseThrow())
                .bind("id", period.id())
                .execute();
    }

    static void review(Handle handle, QuietPeriod period) {
        var unused = handle.createUpdate("UPDATE quiet_period SET reviewed_at = :at, reviewed_by = :by WHERE id = :id")
                .bind("at", utc(period.reviewedAt().orElseThrow()))
                .bind("by", period.reviewedBy().orElseThrow())
                .bind("id", period.id())
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
