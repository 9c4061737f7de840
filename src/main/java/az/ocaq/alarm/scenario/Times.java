package az.ocaq.alarm.scenario;

import java.time.Duration;

/** Times of scenario files: ISO 8601 durations from the scenario's start. */
final class Times {
    private Times() {}

    static long millis(String text) {
        return Duration.parse(text).toMillis();
    }

    static String text(long millis) {
        return Duration.ofMillis(millis).toString();
    }
}
