package az.ocaq.web;

import az.ocaq.access.Actor;
import az.ocaq.access.Reach;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A request that its sender may make.
 *
 * @param path the parameters of the route's path
 * @param reach who asks, and how far this route's right goes
 * @param body empty when there was none
 */
record Request(Map<String, String> path, Query query, Reach reach, JsonObject body) {
    private static final int LONGEST_TEXT = 2_000;

    Actor actor() {
        return reach.actor();
    }

    /** A part of the path that must be a slug. */
    String slug(String name) {
        String value = path.getOrDefault(name, "");
        if (!DeviceId.isSlug(value)) {
            throw Problem.notFound("there is no such " + name);
        }
        return value;
    }

    long number(String name) {
        String value = path.getOrDefault(name, "");
        if (!value.matches("\\d{1,18}")) {
            throw Problem.notFound("there is no such " + name);
        }
        return Long.parseLong(value);
    }

    /** A text of the body. */
    Optional<String> text(String name) {
        Object value = body.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String text) || text.length() > LONGEST_TEXT) {
            throw Problem.badRequest(name + " must be a text of at most " + LONGEST_TEXT + " characters");
        }
        return Optional.of(text.strip());
    }

    String requiredText(String name) {
        return text(name).filter(it -> !it.isEmpty()).orElseThrow(() -> Problem.badRequest(name + " is missing"));
    }
}
