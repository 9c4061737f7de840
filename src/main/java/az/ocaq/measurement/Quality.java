package az.ocaq.measurement;

import java.util.Locale;

/** How far a value can be trusted; it travels with the value and is shown wherever the value is shown. */
public enum Quality {
    /** Measured, credible, in time. */
    GOOD,
    /** Measured and credible, but it arrived after newer values of its series. */
    LATE,
    /** Computed from other values, not measured. */
    ESTIMATED,
    /** Measured but not credible: out of range, an impossible rate of change, or a time that had to be replaced. */
    SUSPECT,
    /** Put in by a person instead of what was measured. */
    SUBSTITUTED;

    /** The word in data and on pages: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
