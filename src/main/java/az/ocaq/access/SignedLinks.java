package az.ocaq.access;

import az.ocaq.database.Database;
import az.ocaq.database.ServerKeys;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links that acknowledge one occurrence of one alarm as one account, for a day. They only say who acts on what: whether the
 * account still may is decided when the link is used. Any thread.
 */
public final class SignedLinks {
    /** How long a link is good. */
    public static final Duration GOOD_FOR = Duration.ofHours(24);

    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 400;
    private static final int BUTTON_BYTES = 8;
    private static final Pattern BUTTON = Pattern.compile("a:(\\d{1,18}):(\\d{1,9}):[A-Za-z0-9_-]{11}");

    private final byte[] secret;

    private SignedLinks(byte[] secret) {
        this.secret = secret;
    }

    /** What a link stands for. */
    public record Target(long alarm, int occurrence, String account, Instant expires) {}

    /** What the button of a message stands for. */
    public record Pressed(long alarm, int occurrence) {}

    /** The links of this server, whose secret is in the database. */
    public static Future<SignedLinks> open(Database database) {
        return database.transact(handle -> ServerKeys.get(handle, "links", SignedLinks::made))
                .map(it -> new SignedLinks(Base64.getUrlDecoder().decode(it)));
    }

    /** The token of a link. */
    public String token(Target target) {
        String text = target.alarm() + "." + target.occurrence() + "."
                + target.expires().getEpochSecond() + "." + target.account();
        return encoded(text.getBytes(StandardCharsets.UTF_8)) + "." + encoded(sign(text));
    }

    /** What a token stands for; empty when this server did not make it, whole as it is, or its time is over. */
    public Optional<Target> read(String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 2 || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(sign(text), Base64.getUrlDecoder().decode(parts[1]))) {
                return Optional.empty();
            }
            String[] fields = text.split("\\.", 4);
            Target target = new Target(
                    Long.parseLong(fields[0]),
                    Integer.parseInt(fields[1]),
                    fields[3],
                    Instant.ofEpochSecond(Long.parseLong(fields[2])));
            return Optional.of(target).filter(it -> it.expires().isAfter(now));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What the button of a message says when it is pressed: {@code a:ALARM:OCCURRENCE:} and eight bytes of the HMAC of that and
     * the account, at most 50 bytes in ASCII. It does not say when it ends: whoever takes it knows when the message was sent.
     */
    public String button(long alarm, int occurrence, String account) {
        String text = "a:" + alarm + ":" + occurrence;
        return text + ":" + encoded(Arrays.copyOf(sign(text + ":" + account), BUTTON_BYTES));
    }

    /** Which alarm and occurrence a button of this account is for; empty when this server did not make it for the account. */
    public Optional<Pressed> pressed(String button, String account) {
        Matcher parts = BUTTON.matcher(button);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Pressed pressed = new Pressed(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)));
        String made = button(pressed.alarm(), pressed.occurrence(), account);
        return MessageDigest.isEqual(made.getBytes(StandardCharsets.UTF_8), button.getBytes(StandardCharsets.UTF_8))
                ? Optional.of(pressed)
                : Optional.empty();
    }

    private byte[] sign(String text) {
        return Hmac.sha256(secret, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String made() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return encoded(bytes);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
