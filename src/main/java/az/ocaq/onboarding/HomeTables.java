package az.ocaq.onboarding;

import az.ocaq.measurement.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of homes, and of series that are to follow their devices. */
final class HomeTables {
    /** A home that is over: under {@code device} there are values that came from {@code source}. */
    record Left(DeviceId source, DeviceId device) {}

    /** Series to move. */
    record Move(long id, DeviceId from, DeviceId to, boolean leaves) {}

    private HomeTables() {}

    static List<Home> inForce(Handle handle) {
        return handle.createQuery("SELECT * FROM homes WHERE in_force ORDER BY id")
                .map((row, ctx) -> Home.of(row))
                .list();
    }

    static List<Left> left(Handle handle) {
        return handle.createQuery("SELECT DISTINCT source, device FROM homes WHERE in_force IS NULL")
                .map((row, ctx) -> new Left(id(row.getString("source")), id(row.getString("device"))))
                .list();
    }

    static List<Move> moves(Handle handle) {
        return handle.createQuery("SELECT * FROM series_moves ORDER BY id")
                .map((row, ctx) -> new Move(
                        row.getLong("id"),
                        id(row.getString("from_device")),
                        id(row.getString("to_device")),
                        row.getBoolean("leaves")))
                .list();
    }

    static void insert(Handle handle, Home home) {
        var unused = handle.createUpdate("INSERT INTO homes (source, device, device_type, title, given_by, given_at,"
                        + " in_force) VALUES (:source, :device, :type, :title, :by, :at, TRUE)")
                .bind("source", home.source().toString())
                .bind("device", home.device().toString())
                .bind("type", home.type())
                .bind("title", home.title())
                .bind("by", home.by())
                .bind("at", home.at())
                .execute();
    }

    static void end(Handle handle, DeviceId device, String by, Instant at) {
        var unused = handle.createUpdate("UPDATE homes SET in_force = NULL, ended_by = :by, ended_at = :at"
                        + " WHERE device = :device AND in_force")
                .bind("by", by)
                .bind("at", at)
                .bind("device", device.toString())
                .execute();
    }

    static void move(Handle handle, DeviceId from, DeviceId to, boolean leaves) {
        if (!from.equals(to)) {
            var unused = handle.createUpdate(
                            "INSERT INTO series_moves (from_device, to_device, leaves) VALUES (:from, :to, :leaves)")
                    .bind("from", from.toString())
                    .bind("to", to.toString())
                    .bind("leaves", leaves)
                    .execute();
        }
    }

    static boolean moved(Handle handle, long id) {
        return handle.createUpdate("DELETE FROM series_moves WHERE id = :id")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private static DeviceId id(String text) {
        return DeviceId.parse(text).orElseThrow();
    }
}
