package az.ocaq.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryAfterTest {
    private static final String DATE = "Sat, 10 Jan 2026 08:00:00 GMT";

    @Test
    void seconds_andHttpDates_areRead_andNothingElse() {
        assertThat(RetryAfter.read("120", DATE)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Sat, 10 Jan 2026 08:05:00 GMT", DATE)).contains(Duration.ofMinutes(5));
        assertThat(RetryAfter.read("Sat, 10 Jan 2026 07:55:00 GMT", DATE)).isEmpty();
        assertThat(RetryAfter.read("soon", DATE)).isEmpty();
        assertThat(RetryAfter.read("-5", DATE)).isEmpty();
        assertThat(RetryAfter.read(null, DATE)).isEmpty();
    }
}
