package az.ocaq.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with configuration, so that all of it is told at once. Not thread-safe. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    /** Notes a problem: {@code where} is {@code file:line key}. */
    public void add(String where, String what) {
        found.add(where + ": " + what);
    }

    public List<String> all() {
        return List.copyOf(found);
    }

    /** Throws a {@link ConfigException} with everything found, if anything was. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }
}
