package az.ocaq.web;

import az.ocaq.measurement.DeviceId;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The query parameters of a request, read strictly: what is no such value is answered with what would be. */
final class Query {
    private static final Pattern MILLIS = Pattern.compile("-?\\d{1,15}");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
    private static final int LONGEST = 500;

    private final MultiMap values;

    Query(MultiMap values) {
        this.values = values;
    }

    /** Refuses parameters that the route does not know, so that a typing error is not silently another question. */
    void only(Set<String> known) {
        for (String name : values.names()) {
            if (!known.contains(name)) {
                throw Problem.badRequest("unknown parameter; known here: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            if (values.getAll(name).size() > 1) {
                throw Problem.badRequest("the parameter " + name + " is there twice");
            }
        }
    }

    /** A text; empty when absent or empty. */
    Optional<String> text(String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (value.length() > LONGEST) {
            throw Problem.badRequest(name + " is too long");
        }
        return Optional.of(value);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> Problem.badRequest(name + " is missing"));
    }

    Optional<String> slug(String name) {
        return text(name).map(value -> {
            if (!DeviceId.isSlug(value)) {
                throw Problem.badRequest(name + " must be a lower-case slug (a-z 0-9 . _ -)");
            }
            return value;
        });
    }

    Optional<DeviceId> device(String name) {
        return text(name)
                .map(value -> DeviceId.parse(value)
                        .orElseThrow(() -> Problem.badRequest(name + " must be settlement/site/device")));
    }

    /** A time: epoch milliseconds or ISO 8601 with an offset. */
    Optional<Instant> time(String name) {
        return text(name).map(value -> {
            if (MILLIS.matcher(value).matches()) {
                return Instant.ofEpochMilli(Long.parseLong(value));
            }
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException e) {
                throw Problem.badRequest(
                        name + " must be epoch milliseconds or ISO 8601 with an offset, 2026-01-01T00:00:00Z");
            }
        });
    }

    int integer(String name, int min, int max, int otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        int value = INTEGER.matcher(text.get()).matches() ? Integer.parseInt(text.get()) : -1;
        if (value < min || value > max) {
            throw Problem.badRequest(name + " must be a whole number from " + min + " to " + max);
        }
        return value;
    }

    boolean flag(String name) {
        String value = text(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest(name + " must be true or false");
        }
        return value.equals("true");
    }

    /** One of an enum's words: its names in lower case. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> words) {
        return text(name).map(value -> Words.parse(name, value, words));
    }
}
