package az.ocaq.alarm.engine;

/** The kinds of message. */
final class Kinds {
    static final String RAISED = "raised";
    static final String CLEARED = "cleared";
    static final String LATCHED = "latched";
    static final String REMINDER = "reminder";
    static final String SEVERITY_UP = "severity_up";
    static final String ESCALATED = "escalated";
    static final String REPEAT = "repeat";
    static final String FLAPPING = "flapping";
    static final String SETTLED = "settled";
    static final String UPDATE = "update";
    static final String STORM = "storm";
    static final String DIGEST = "digest";

    private Kinds() {}
}
