package az.ocaq.quarantine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A message in quarantine.
 *
 * @param payload nobody changes it
 * @param cut whether only the beginning was kept
 * @param decoder that claimed it; empty text for none
 * @param device that it is from, when that much was told
 * @param reason a word to count by
 * @param detail what was wrong, for a person
 * @param times how often it came within a moment
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Quarantined(
        long id,
        String topic,
        byte[] payload,
        boolean cut,
        Instant receivedAt,
        String decoder,
        Optional<String> device,
        String reason,
        String detail,
        int times) {
    static Quarantined of(ResultSet row) throws SQLException {
        return new Quarantined(
                row.getLong("id"),
                row.getString("topic"),
                Base64.getDecoder().decode(row.getString("payload")),
                row.getBoolean("cut"),
                row.getTimestamp("received_at").toInstant(),
                row.getString("decoder"),
                Optional.ofNullable(row.getString("device")),
                row.getString("reason"),
                row.getString("detail"),
                row.getInt("times"));
    }
}
