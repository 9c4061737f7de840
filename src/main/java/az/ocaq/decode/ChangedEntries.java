package az.ocaq.decode;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The keys of a decoder's memory that were touched since it was last saved. */
public final class ChangedEntries {
    private static final int LONGEST_KEY = 512;

    private final Set<String> keys = new HashSet<>();

    /** Notes that the entry is new, different or gone; a key too long to keep is left out. */
    public void touch(String key) {
        if (key.length() <= LONGEST_KEY) {
            keys.add(key);
        }
    }

    /** Forgets what was touched, after a restore. */
    public void clear() {
        keys.clear();
    }

    /** What is to be kept of each touched entry, and forgets that they were touched. */
    public Map<String, byte[]> take(Function<String, byte[]> entry) {
        Map<String, byte[]> taken = new LinkedHashMap<>();
        keys.forEach(key -> taken.put(key, entry.apply(key)));
        keys.clear();
        return taken;
    }
}
