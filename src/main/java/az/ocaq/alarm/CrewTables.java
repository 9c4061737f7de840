package az.ocaq.alarm;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The acts that were taken, so that one that comes twice is known. */
final class CrewTables {
    private CrewTables() {}

    /** Whether an actor's act was taken before. */
    static Future<Boolean> done(Database database, String account, Optional<String> id) {
        return id.isEmpty()
                ? Future.succeededFuture(false)
                : database.transact(handle -> handle.createQuery(
                                "SELECT 1 FROM alarm_act WHERE account = :account AND act_id = :id")
                        .bind("account", account)
                        .bind("id", id.get())
                        .mapTo(Integer.class)
                        .findFirst()
                        .isPresent());
    }

    /** Keeps a picture. */
    static Consumer<Handle> photo(String account, String act, long alarm, Photo photo, byte[] jpeg) {
        return handle -> {
            var unused = handle.createUpdate("INSERT INTO alarm_photo (alarm_id, occurrence, account, act_id, taken_at,"
                            + " image) VALUES (:alarm, :occurrence, :account, :act, :at, :image)")
                    .bind("alarm", alarm)
                    .bind("occurrence", photo.occurrence())
                    .bind("account", account)
                    .bind("act", act)
                    .bind("at", photo.takenAt().atOffset(ZoneOffset.UTC))
                    .bind("image", Base64.getEncoder().encodeToString(jpeg))
                    .execute();
        };
    }

    static List<Photo> photos(Handle handle, long alarm) {
        return handle.createQuery(
                        "SELECT id, occurrence, account, taken_at FROM alarm_photo WHERE alarm_id = :alarm ORDER BY id")
                .bind("alarm", alarm)
                .map((row, context) -> new Photo(
                        row.getLong("id"),
                        row.getInt("occurrence"),
                        row.getString("account"),
                        row.getObject("taken_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    static Optional<byte[]> photo(Handle handle, long alarm, long photo) {
        return handle.createQuery("SELECT image FROM alarm_photo WHERE alarm_id = :alarm AND id = :photo")
                .bind("alarm", alarm)
                .bind("photo", photo)
                .mapTo(String.class)
                .findFirst()
                .map(Base64.getDecoder()::decode);
    }

    /** Notes that an act was taken. */
    static Consumer<Handle> act(String account, String id, long alarm, CrewAct.Kind kind, Instant now) {
        return handle -> {
            var unused = handle.createUpdate("INSERT INTO alarm_act (account, act_id, alarm_id, kind, taken_at)"
                            + " VALUES (:account, :id, :alarm, :kind, :at)")
                    .bind("account", account)
                    .bind("id", id)
                    .bind("alarm", alarm)
                    .bind("kind", kind.name().toLowerCase(java.util.Locale.ROOT))
                    .bind("at", now.atOffset(ZoneOffset.UTC))
                    .execute();
        };
    }
}
