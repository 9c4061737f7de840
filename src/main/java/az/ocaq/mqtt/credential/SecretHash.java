package az.ocaq.mqtt.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords that we make up, and their hashes: PBKDF2 with SHA-512, written as Mosquitto does ({@code $7$rounds$salt$hash}).
 * 160 random bits need no slow hash, and thousands of devices that come back after an outage allow none.
 */
final class SecretHash {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 20;
    private static final int SALT_BYTES = 12;
    private static final int ROUNDS = 101;
    private static final int HASH_BITS = 512;

    private SecretHash() {}

    /** A new password. */
    static String newSecret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
    }

    /** The hash of a password, with a new salt. */
    static String of(String secret) {
        byte[] salt = random(SALT_BYTES);
        Base64.Encoder base64 = Base64.getEncoder();
        return "$7$" + ROUNDS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(derive(secret, salt, ROUNDS));
    }

    /** Whether a password is the one of a hash; false as well for a hash that is none. */
    static boolean matches(String secret, String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length != 5 || !parts[1].equals("7")) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[3]);
            byte[] known = Base64.getDecoder().decode(parts[4]);
            return MessageDigest.isEqual(known, derive(secret, salt, Integer.parseInt(parts[2])));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] derive(String secret, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with SHA-512", e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
