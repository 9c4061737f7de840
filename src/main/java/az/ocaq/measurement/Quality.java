package az.ocaq.measurement;

import java.util.Locale;

/** How far a value can be trusted; it travels with the value and is shown wherever the value is shown. */
public enum Quality {
    /** Measured, credible, in time. */
    GOOD(0),
    /** Measured and credible, but it arrived after newer values of its series. */
    LATE(1),
    /** Computed from other values, not measured. */
    ESTIMATED(2),
    /** Measured but not credible: out of range, an impossible rate of change, or a time that had to be replaced. */
    SUSPECT(3),
    /** Put in by a person instead of what was measured. */
    SUBSTITUTED(4);

    private static final Quality[] BY_CODE = {GOOD, LATE, ESTIMATED, SUSPECT, SUBSTITUTED};

    private final int code;

    Quality(int code) {
        this.code = code;
    }

    /** The number that stands for it in stored data; it never changes. */
    public int code() {
        return code;
    }

    /** The quality of a stored number. */
    public static Quality ofCode(int code) {
        return BY_CODE[code];
    }

    /** The word in data and on pages: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
