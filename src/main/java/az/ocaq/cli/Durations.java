package az.ocaq.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations on the command line: {@code 30s}, {@code 5m}, {@code 8h}, {@code 7d}. */
final class Durations {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

    private Durations() {}

    /** Reads one; fails with a sentence that names the option. */
    static Duration parse(String option, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new CommandException(option + ": '" + text + "' is not a duration such as 30s, 5m, 8h or 7d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
