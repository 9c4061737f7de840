package az.ocaq.web;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Keeps secrets out of logs. */
final class Secrets {
    private static final Set<String> SECRET = Set.of("password", "token", "secret");

    private Secrets() {}

    /** A body as text, with its secrets hidden. */
    static String masked(JsonObject body) {
        JsonObject copy = body.copy();
        SECRET.stream().filter(copy::containsKey).forEach(it -> copy.put(it, "***"));
        return copy.isEmpty() ? "" : copy.encode();
    }
}
