package az.ocaq.mqtt.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the levels of a topic name that no subscription looks at by a mark, so that the broker routes a few folded topics
 * instead of hundreds of thousands. A folded topic matches exactly the subscriptions that the topic matches: where a matching
 * filter has a literal level, the level stays; a filter that does not match has a literal level that differs (and a mark
 * equals no literal) or another number of levels (which stays the same). May be used from any thread.
 */
final class TopicFolding {
    /** Stands for a level that does not matter; no client may publish under it or subscribe to it. */
    static final String MARK = "~ocaq";

    private static final String ANY_LEVELS = "#";
    private static final String ANY_LEVEL = "+";

    private final Map<String, String> filterByQueue = new HashMap<>();
    private volatile List<String[]> filters = List.of();
    private volatile boolean literals;

    /** Takes note of a subscription. */
    synchronized void add(String queue, String filter) {
        filterByQueue.put(queue, filter);
        refresh();
    }

    /** Forgets a subscription. */
    synchronized void remove(String queue) {
        if (filterByQueue.remove(queue) != null) {
            refresh();
        }
    }

    private void refresh() {
        List<String[]> split = new ArrayList<>();
        filterByQueue.values().stream().distinct().forEach(filter -> split.add(levels(filter)));
        boolean any = split.stream().anyMatch(TopicFolding::hasLiteral);
        filters = List.copyOf(split);
        literals = any;
    }

    /** The folded topic; topics that begin with {@code $} stay as they are. */
    String fold(String topic) {
        if (topic.isEmpty() || topic.charAt(0) == '$') {
            return topic;
        }
        String[] levels = levels(topic);
        boolean[] kept = new boolean[levels.length];
        if (literals) {
            filters.forEach(filter -> keepLiterals(filter, levels, kept));
        }
        for (int i = 0; i < levels.length; i++) {
            if (!kept[i]) {
                levels[i] = MARK;
            }
        }
        return String.join("/", levels);
    }

    /** Whether a topic or filter has a mark among its levels. */
    static boolean marked(String topic) {
        int at = topic.indexOf(MARK);
        return at >= 0 && Arrays.asList(levels(topic)).contains(MARK);
    }

    private static void keepLiterals(String[] filter, String[] levels, boolean[] kept) {
        if (!matches(filter, levels)) {
            return;
        }
        for (int i = 0; i < filter.length && i < levels.length; i++) {
            kept[i] |= !isWildcard(filter[i]);
        }
    }

    static boolean matches(String[] filter, String[] levels) {
        for (int i = 0; i < filter.length; i++) {
            if (filter[i].equals(ANY_LEVELS)) {
                return true;
            }
            if (i >= levels.length || !(filter[i].equals(ANY_LEVEL) || filter[i].equals(levels[i]))) {
                return false;
            }
        }
        return filter.length == levels.length;
    }

    private static boolean hasLiteral(String[] filter) {
        return Arrays.stream(filter).anyMatch(level -> !isWildcard(level));
    }

    private static boolean isWildcard(String level) {
        return level.equals(ANY_LEVEL) || level.equals(ANY_LEVELS);
    }

    static String[] levels(String topic) {
        return topic.split("/", -1);
    }
}
