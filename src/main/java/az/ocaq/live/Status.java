package az.ocaq.live;

import java.util.Locale;

/** Whether a device is there. */
public enum Status {
    ONLINE,
    OFFLINE,
    /** Never heard of since it was registered. */
    UNKNOWN;

    /** The word in data. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
