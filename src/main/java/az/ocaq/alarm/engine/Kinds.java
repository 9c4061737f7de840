package az.ocaq.alarm.engine;

/** The kinds of message, and of the journal's lines that say why there was none. */
final class Kinds {
    static final String RAISED = "raised";
    static final String CLEARED = "cleared";
    static final String LATCHED = "latched";
    static final String REMINDER = "reminder";
    static final String REOPENED = "reopened";
    static final String SEVERITY_UP = "severity_up";
    static final String ESCALATED = "escalated";
    static final String REPEAT = "repeat";
    static final String FLAPPING = "flapping";
    static final String SETTLED = "settled";
    static final String UPDATE = "update";
    static final String STORM = "storm";
    static final String DIGEST = "digest";

    static final String HELD = "held";
    static final String SILENCED = "silenced";
    static final String OLD_NEWS = "old_news";
    static final String CHATTERING = "chattering";
    static final String GROUPED = "grouped";
    static final String STORM_DIGEST = "storm_digest";
    static final String ROTA_GAP = "rota_gap";

    private Kinds() {}
}
