package az.ocaq.alarm.rule;

import java.util.Locale;

/** What homes are supplied with. The words in files and in the API are the names in lower case. */
public enum Utility {
    ELECTRICITY,
    WATER,
    HEAT;

    /** The word in files, in the API and of a device's type. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
