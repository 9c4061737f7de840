package az.ocaq.alarm.engine;

/** Something that happens at a time, unless it is moved or cancelled before. */
final class Timer {
    static final long NEVER = Long.MAX_VALUE;

    /** Which goes first of what is due at one instant. */
    enum Rank {
        CALENDAR,
        CONDITION,
        SUPPRESSION,
        STATE,
        GROUP,
        STORM
    }

    final Rank rank;
    final Runnable action;
    long due = NEVER;
    long queuedAt = NEVER;

    Timer(Rank rank, Runnable action) {
        this.rank = rank;
        this.action = action;
    }
}
