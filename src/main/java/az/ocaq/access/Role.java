package az.ocaq.access;

import java.util.Locale;

/** What a person is to Ocaq. */
public enum Role {
    /** Everything, everywhere. */
    ADMIN,
    /** Rules, maintenance, device types, and all that an operator may. */
    ENGINEER,
    /** Watches a region or some settlements. */
    OPERATOR,
    /** Repairs: some settlements and utilities. */
    CREW,
    /** One home, and what is public of its settlement. */
    RESIDENT;

    /** The word in data. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
