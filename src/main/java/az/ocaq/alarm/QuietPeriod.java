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
 * @param plan what somebody wanted
 * @param created by whom and when
 * @param ended by whom and when, when that was before its time
 * @param reviewed who said last that it is still needed, and when
 */
public record QuietPeriod(long id, Plan plan, Deed created, Optional<Deed> ended, Optional<Deed> reviewed) {
    /** A longer one would be forgotten. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /** After this time somebody is to look whether it is still needed. */
    public static final Duration FORGOTTEN = Duration.ofDays(30);

    /** One that comes every week must be thought about every year. */
    public static final Duration LONGEST_WEEKLY = Duration.ofDays(366);

    /** What it does. */
    public enum Kind {
        SILENCE,
        MAINTENANCE;

        /** The word in data. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an account did, and when. */
    public record Deed(String by, Instant at) {}

    /**
     * What somebody wants.
     *
     * @param match label → accepted values, all of which must match: {@code settlement}, {@code feeder}, {@code rule}, …
     * @param from included
     * @param until not included
     * @param weekly when present, it is in force at these times of its days only
     */
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

    /** What it does. */
    public Kind kind() {
        return plan.kind();
    }

    /** Whether it is in force at a time. */
    public boolean covers(Instant now) {
        return ended.isEmpty()
                && !now.isBefore(plan.from())
                && now.isBefore(plan.until())
                && plan.weekly().stream().allMatch(it -> it.includes(now));
    }

    /** When it was or will be over. */
    public Instant over() {
        return ended.map(Deed::at).orElse(plan.until());
    }

    /** Whether it may have been forgotten: it is not over, and nobody has thought about it for long. */
    public boolean isToBeReviewed(Instant now) {
        return over().isAfter(now)
                && reviewed.orElse(created).at().plus(FORGOTTEN).isBefore(now);
    }

    /** When it came into force the last time before it ended at a time. */
    Instant inForceSince(Instant end) {
        return plan.weekly()
                .map(it -> it.lastStart(end))
                .filter(plan.from()::isBefore)
                .orElse(plan.from());
    }

    QuietPeriod ended(Deed deed) {
        return new QuietPeriod(id, plan, created, Optional.of(deed), reviewed);
    }

    QuietPeriod reviewed(Deed deed) {
        return new QuietPeriod(id, plan, created, ended, Optional.of(deed));
    }
}
