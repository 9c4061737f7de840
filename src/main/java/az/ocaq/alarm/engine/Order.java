package az.ocaq.alarm.engine;

/** How a sample stands to those of its series that came before. */
enum Order {
    /** Newer than all. */
    NEWEST,
    /** Another value for the newest time. */
    CORRECTION,
    /** Older than the newest. */
    LATE,
    /** The newest one of before a restart, from the store. */
    SEED
}
