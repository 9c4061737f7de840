package az.ocaq.alarm.scenario;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** Times of scenario files: ISO 8601 durations from the scenario's start. */
final class Times {
    private Times() {}

    static long millis(String text) {
        try {
            return Duration.parse(text).toMillis();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new ScenarioException("'" + text + "' is not a duration such as PT30S, PT5M or P1DT2H");
        }
    }

    static String text(long millis) {
        return Duration.ofMillis(millis).toString();
    }
}
