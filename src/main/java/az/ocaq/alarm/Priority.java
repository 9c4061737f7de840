package az.ocaq.alarm;

import java.util.Locale;

/** How much an alarm matters, most urgent first (ISA-18.2 priority; {@code severity} in scenario files). */
public enum Priority {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** The word in data. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
