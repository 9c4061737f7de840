package az.ocaq.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/** The width of an aggregate's bucket. Buckets are aligned to local time of the settlement. */
public enum Step {
    RAW("raw"),
    MINUTE("1m"),
    QUARTER_HOUR("15m"),
    HOUR("1h"),
    DAY("1d"),
    MONTH("1mo");

    private final String word;

    Step(String word) {
        this.word = word;
    }

    /** The word in the API. */
    public String word() {
        return word;
    }

    /** The step of a word of the API. */
    public static Optional<Step> ofWord(String word) {
        return Arrays.stream(values()).filter(step -> step.word.equals(word)).findFirst();
    }

    /** The start of the bucket that a time is in, its start included and its end not. A raw step has no buckets. */
    public Instant bucketStart(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        return switch (this) {
            case RAW -> time;
            case MINUTE -> local.truncatedTo(ChronoUnit.MINUTES).toInstant();
            case QUARTER_HOUR ->
                local.truncatedTo(ChronoUnit.HOURS)
                        .plusMinutes(local.getMinute() / 15 * 15L)
                        .toInstant();
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> local.toLocalDate().atStartOfDay(zone).toInstant();
            case MONTH ->
                local.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant();
        };
    }

    /** The start of the bucket after the one that a time is in. */
    public Instant nextBucketStart(Instant time, ZoneId zone) {
        ZonedDateTime start = bucketStart(time, zone).atZone(zone);
        return switch (this) {
            case RAW -> throw new IllegalStateException("a raw step has no buckets");
            case MINUTE -> start.toInstant().plus(1, ChronoUnit.MINUTES);
            case QUARTER_HOUR -> start.toInstant().plus(15, ChronoUnit.MINUTES);
            case HOUR -> start.toInstant().plus(1, ChronoUnit.HOURS);
            case DAY -> start.toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
            case MONTH -> start.toLocalDate().plusMonths(1).atStartOfDay(zone).toInstant();
        };
    }
}
