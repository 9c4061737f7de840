package az.ocaq.mqtt.credential;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The credentials in the database. Every method blocks. A password is shown once, when it is made; only its hash is kept. */
public final class CredentialStore {
    private final Database database;
    private final Clock clock;

    public CredentialStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds a credential and returns its password; empty, and nothing changes, when the name is taken. */
    public Optional<String> create(String name, List<String> topics) {
        String secret = SecretHash.newSecret();
        return database.transactBlocking(handle -> {
            if (exists(handle, name)) {
                return Optional.empty();
            }
            var unused = handle.createUpdate(
                            "INSERT INTO device_credential (name, hash, created_at, changed_at, revoked)"
                                    + " VALUES (:name, :hash, :now, :now, FALSE)")
                    .bind("name", name)
                    .bind("hash", SecretHash.of(secret))
                    .bind("now", now())
                    .execute();
            topics.stream().distinct().forEach(topic -> {
                var unusedTopic = handle.execute("INSERT INTO device_topic (name, filter) VALUES (?, ?)", name, topic);
            });
            return Optional.of(secret);
        });
    }

    /** Gives a credential a new password and returns it, also to one that was revoked; empty when there is none. */
    public Optional<String> rotate(String name) {
        String secret = SecretHash.newSecret();
        return change(name, SecretHash.of(secret), false) ? Optional.of(secret) : Optional.empty();
    }

    /** Refuses a credential from now on; false when there is none. */
    public boolean revoke(String name) {
        return change(name, "", true);
    }

    /** Whether there is a credential for exactly this topic that is not revoked. */
    public static Future<Boolean> isIssued(Database database, String topic) {
        return database.transact(handle ->
                handle.createQuery("SELECT COUNT(*) FROM device_credential c JOIN device_topic t ON t.name = c.name"
                                        + " WHERE t.filter = :topic AND NOT c.revoked")
                                .bind("topic", topic)
                                .mapTo(Long.class)
                                .one()
                        > 0);
    }

    /** All credentials, by name. */
    public List<Credential> all() {
        return database.transactBlocking(CredentialStore::all);
    }

    static List<Credential> all(Handle handle) {
        Map<String, List<String>> topics = new TreeMap<>();
        handle.createQuery("SELECT name, filter FROM device_topic ORDER BY name, filter")
                .map((row, context) -> Map.entry(row.getString("name"), row.getString("filter")))
                .forEach(it -> topics.computeIfAbsent(it.getKey(), name -> new ArrayList<>())
                        .add(it.getValue()));
        return handle.createQuery("SELECT name, hash, revoked FROM device_credential ORDER BY name")
                .map((row, context) -> new Credential(
                        row.getString("name"),
                        row.getString("hash"),
                        topics.getOrDefault(row.getString("name"), List.of()),
                        row.getBoolean("revoked")))
                .list();
    }

    /** Changes with every change of a credential. */
    static String version(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) AS many, MAX(changed_at) AS latest FROM device_credential")
                .map((row, context) -> row.getLong("many") + " " + row.getString("latest"))
                .one();
    }

    private boolean change(String name, String hash, boolean revoked) {
        return database.transactBlocking(handle ->
                handle.createUpdate("UPDATE device_credential SET hash = :hash, revoked = :revoked, changed_at = :now"
                                        + " WHERE name = :name")
                                .bind("hash", hash)
                                .bind("revoked", revoked)
                                .bind("now", now())
                                .bind("name", name)
                                .execute()
                        == 1);
    }

    private static boolean exists(Handle handle, String name) {
        return handle.createQuery("SELECT COUNT(*) FROM device_credential WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
