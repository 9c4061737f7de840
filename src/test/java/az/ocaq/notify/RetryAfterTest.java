package az.ocaq.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
    private static final String DATE = "Sat, 10 Jan 2026 08:00:00 GMT";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-10T08:01:00Z"), ZoneOffset.UTC);

    @Test
    void seconds_andHttpDates_areRead_andNothingElse() {
        assertThat(RetryAfter.read("120", DATE, CLOCK)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Sat, 10 Jan 2026 08:05:00 GMT", DATE, CLOCK))
                .contains(Duration.ofMinutes(5));
        assertThat(RetryAfter.read("Sat, 10 Jan 2026 07:55:00 GMT", DATE, CLOCK))
                .isEmpty();
        assertThat(RetryAfter.read("soon", DATE, CLOCK)).isEmpty();
        assertThat(RetryAfter.read("-5", DATE, CLOCK)).isEmpty();
        assertThat(RetryAfter.read(null, DATE, CLOCK)).isEmpty();
    }

    @Test
    void httpDate_answerWithoutADate_countsFromTheOwnClock() {
        assertThat(RetryAfter.read("Sat, 10 Jan 2026 08:05:00 GMT", null, CLOCK))
                .contains(Duration.ofMinutes(4));
    }
}
