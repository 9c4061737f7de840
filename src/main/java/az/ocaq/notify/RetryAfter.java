package az.ocaq.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header Retry-After (RFC 9110, section 10.2.3): seconds, or the time of an HTTP date. */
final class RetryAfter {
    private RetryAfter() {}

    /**
     * How long the other side wants to be left alone; empty when it does not say, or in no way that is known.
     *
     * @param date the answer's own Date, from which on an HTTP date counts: clocks differ; without one the own clock does
     */
    static Optional<Duration> read(@Nullable String header, @Nullable String date, Clock clock) {
        String text = header == null ? "" : header.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        Instant from = time(date).orElseGet(clock::instant);
        return time(text).map(it -> Duration.between(from, it)).filter(it -> !it.isNegative());
    }

    private static Optional<Instant> time(@Nullable String date) {
        try {
            return date == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
