package az.ocaq.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values are written in JSON: words of enums in lower case, absent values as null. */
final class Words {
    private Words() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E parse(String name, String value, Class<E> words) {
        for (E candidate : words.getEnumConstants()) {
            if (word(candidate).equals(value)) {
                return candidate;
            }
        }
        String allowed =
                Arrays.stream(words.getEnumConstants()).map(Words::word).collect(Collectors.joining(", "));
        throw Problem.badRequest(name + " must be one of " + allowed);
    }

    static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
    }

    static @Nullable Long millis(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }

    static @Nullable String text(Optional<String> value) {
        return value.orElse(null);
    }
}
