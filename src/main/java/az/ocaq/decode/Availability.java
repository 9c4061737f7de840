package az.ocaq.decode;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The words in which conventions say that a device is there or is not. */
public final class Availability {
    private static final int LONGEST = 32;

    private Availability() {}

    /** Whether the word says that the device is there; empty when it is no such word. */
    public static Optional<Boolean> of(String word) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "online", "true", "1", "connected", "ready", "available", "up", "alive", "on", "init", "alert" ->
                Optional.of(true);
            case "offline",
                    "false",
                    "0",
                    "disconnected",
                    "connection lost",
                    "connectionlost",
                    "lost",
                    "unavailable",
                    "down",
                    "dead",
                    "off",
                    "sleeping" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Like {@link #of(String)}, of a payload. */
    public static Optional<Boolean> of(byte[] payload) {
        return payload.length > LONGEST ? Optional.empty() : of(new String(payload, StandardCharsets.UTF_8));
    }
}
