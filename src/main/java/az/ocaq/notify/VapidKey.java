package az.ocaq.notify;

import az.ocaq.database.Database;
import az.ocaq.database.ServerKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;

/** The key by which push services know this server (RFC 8292); made once and kept in the database. */
public final class VapidKey {
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private final PrivateKey key;
    private final String point;

    private VapidKey(PrivateKey key, String point) {
        this.key = key;
        this.point = point;
    }

    /** The server's key. */
    public static Future<VapidKey> open(Database database) {
        return database.transact(handle -> ServerKeys.get(handle, "push", VapidKey::made))
                .map(VapidKey::of);
    }

    /** What a browser must be told to subscribe: base64url of the uncompressed point. */
    public String publicKey() {
        return point;
    }

    /** The header {@code Authorization} for a push service. */
    String authorization(URI endpoint, String subject, Instant now) {
        String header = encoded(new JsonObject().put("typ", "JWT").put("alg", "ES256"));
        String claims = encoded(new JsonObject()
                .put("aud", endpoint.getScheme() + "://" + endpoint.getAuthority())
                .put("exp", now.plus(GOOD_FOR).getEpochSecond())
                .put("sub", subject));
        String unsigned = header + "." + claims;
        try {
            return "vapid t=" + unsigned + "." + PushCrypto.encode(PushCrypto.sign(key, unsigned)) + ", k=" + point;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with P-256", e);
        }
    }

    private static String encoded(JsonObject json) {
        return PushCrypto.encode(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String made() {
        try {
            KeyPair pair = PushCrypto.newKeys();
            byte[] number = ((ECPrivateKey) pair.getPrivate()).getS().toByteArray();
            return PushCrypto.encode(number) + " " + PushCrypto.encode(PushCrypto.point(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java makes keys of P-256", e);
        }
    }

    private static VapidKey of(String kept) {
        String[] parts = kept.split(" ", 2);
        try {
            return new VapidKey(PushCrypto.privateKey(PushCrypto.decode(parts[0])), parts[1]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the push key of the database cannot be read", e);
        }
    }
}
