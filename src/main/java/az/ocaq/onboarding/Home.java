package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A home in force.
 *
 * @param source the identity that the decoder reads from the device's messages
 * @param device the identity under which the device is registered, stored and shown
 * @param type id of its device type
 * @param title what people call it; empty for the type's title
 * @param by who gave it
 * @param at when
 */
public record Home(DeviceId source, DeviceId device, String type, String title, String by, Instant at) {
    static Home of(ResultSet row) throws SQLException {
        return new Home(
                DeviceId.parse(row.getString("source")).orElseThrow(),
                DeviceId.parse(row.getString("device")).orElseThrow(),
                row.getString("device_type"),
                row.getString("title"),
                row.getString("given_by"),
                row.getTimestamp("given_at").toInstant());
    }
}
