package az.ocaq.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A time in which alarms with certain labels tell nobody: a silence, which the alarms themselves do not notice, or a
 * maintenance window, which suppresses them by design.
 *
 * @param id number for life
 * @param match label → accepted values, all of which must match: {@code settlement}, {@code feeder}, {@code rule}, …
 * @param from included
 * @param until not included
 * @param weekly when present, it is in force at these times of its days only
 * @param by account
 * @param endedAt when somebody ended it before its time
 * @param endedBy who did
 * @param reviewedAt when somebody last said that it is still needed
 * @param reviewedBy who did
 */
public record QuietPeriod(
        long id,
        Kind kind,
        Map<String, List<String>> match,
        Instant from,
        Instant until,
        Optional<Weekly> weekly,
        String reason,
        String by,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<String> endedBy,
        Optional<Instant> reviewedAt,
        Optional<String> reviewedBy) {
    /** A longer one would be forgotten. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /** After this time somebody is to look whether it is still needed. */
    public static final Duration FORGOTTEN = Duration.ofDays(30);

    /** One that comes every week must be thought about every year. */
    public static final Duration LONGEST_WEEKLY = Duration.ofDays(366);

    public QuietPeriod {
        match = Map.copyOf(match);
    }

    /** What it does. */
    public enum Kind {
        SILENCE,
        MAINTENANCE;

        /** The word in data. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What somebody wants. */
    public record Plan(
            Kind kind,
            Map<String, List<String>> match,
            Instant from,
            Instant until,
            Optional<Weekly> weekly,
            String reason) {
        public Plan {
            match = Map.copyOf(match);
        }

        /** One that does not come again. */
        public Plan(Kind kind, Map<String, List<String>> match, Instant from, Instant until, String reason) {
            this(kind, match, from, until, Optional.empty(), reason);
        }
    }

    /** Whether it is in force at a time. */
    public boolean covers(Instant now) {
        return endedAt.isEmpty()
                && !now.isBefore(from)
                && now.isBefore(until)
                && weekly.stream().allMatch(it -> it.includes(now));
    }

    /** When it was or will be over. */
    public Instant over() {
        return endedAt.orElse(until);
    }

    /** Whether it may have been forgotten: it is not over, and nobody has thought about it for long. */
    public boolean isToBeReviewed(Instant now) {
        return over().isAfter(now)
                && reviewedAt.orElse(createdAt).plus(FORGOTTEN).isBefore(now);
    }

    /** When it came into force the last time before it ended at a time. */
    Instant inForceSince(Instant end) {
        return weekly.map(it -> it.lastStart(end)).filter(from::isBefore).orElse(from);
    }

    QuietPeriod ended(Instant at, String who) {
        return new QuietPeriod(
                id,
                kind,
                match,
                from,
                until,
                weekly,
                reason,
                by,
                createdAt,
                Optional.of(at),
                Optional.of(who),
                reviewedAt,
                reviewedBy);
    }

    QuietPeriod reviewed(Instant at, String who) {
        return new QuietPeriod(
                id,
                kind,
                match,
                from,
                until,
                weekly,
                reason,
                by,
                createdAt,
                endedAt,
                endedBy,
                Optional.of(at),
                Optional.of(who));
    }
}
