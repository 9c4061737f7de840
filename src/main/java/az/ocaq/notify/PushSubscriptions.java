package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** The browsers that accounts have subscribed to push messages. Any context. */
public final class PushSubscriptions {
    private static final int LONGEST_ENDPOINT = 1_000;
    private static final int MOST_OF_ACCOUNT = 20;
    private static final int AUTH_BYTES = 16;

    private final Database database;
    private final Clock clock;

    /**
     * One browser.
     *
     * @param endpoint where its push service takes messages
     * @param key its public key, base64url
     * @param auth its secret, base64url
     */
    public record Subscription(String endpoint, String key, String auth) {
        /** Checks what a browser says; fails with an {@link IllegalArgumentException} that says what is wrong. */
        public Subscription {
            try {
                boolean https =
                        "https".equals(URI.create(endpoint).getScheme()) && endpoint.length() <= LONGEST_ENDPOINT;
                boolean local = endpoint.startsWith("http://127.0.0.1:");
                if (!https && !local) {
                    throw new IllegalArgumentException("endpoint must be an https address");
                }
                var unused = PushCrypto.publicKey(PushCrypto.decode(key));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("p256dh must be a public key of P-256, base64url", e);
            }
            if (PushCrypto.decode(auth).length != AUTH_BYTES) {
                throw new IllegalArgumentException("auth must be 16 bytes, base64url");
            }
        }
    }

    public PushSubscriptions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Keeps a browser; one that another account used before is this account's now. An account has 20 at most: beyond them the
     * one that was added longest ago is forgotten.
     */
    public Future<Void> add(String account, Subscription subscription) {
        return database.transact(handle -> {
            var unused = handle.createUpdate("DELETE FROM push_subscription WHERE endpoint = :endpoint")
                    .bind("endpoint", subscription.endpoint())
                    .execute();
            var unusedToo = handle.createUpdate("INSERT INTO push_subscription (endpoint, account, p256dh, auth,"
                            + " created_at) VALUES (:endpoint, :account, :key, :auth, :now)")
                    .bind("endpoint", subscription.endpoint())
                    .bind("account", account)
                    .bind("key", subscription.key())
                    .bind("auth", subscription.auth())
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute();
            handle
                    .createQuery(
                            "SELECT endpoint FROM push_subscription WHERE account = :account AND endpoint <> :endpoint"
                                    + " ORDER BY created_at DESC, endpoint")
                    .bind("account", account)
                    .bind("endpoint", subscription.endpoint())
                    .mapTo(String.class)
                    .list()
                    .stream()
                    .skip(MOST_OF_ACCOUNT - 1)
                    .forEach(it -> {
                        int unusedRows = handle.execute("DELETE FROM push_subscription WHERE endpoint = ?", it);
                    });
            return null;
        });
    }

    /** Forgets a browser of an account. */
    public Future<Void> remove(String account, String endpoint) {
        return database.transact(handle -> {
            var unused = handle.createUpdate(
                            "DELETE FROM push_subscription WHERE endpoint = :endpoint AND account = :account")
                    .bind("endpoint", endpoint)
                    .bind("account", account)
                    .execute();
            return null;
        });
    }

    Future<List<Subscription>> of(String account) {
        return database.transact(handle -> handle.createQuery(
                        "SELECT endpoint, p256dh, auth FROM push_subscription WHERE account = :account ORDER BY created_at")
                .bind("account", account)
                .map((row, context) ->
                        new Subscription(row.getString("endpoint"), row.getString("p256dh"), row.getString("auth")))
                .list());
    }
}
