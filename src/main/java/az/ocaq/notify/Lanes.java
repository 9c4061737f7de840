package az.ocaq.notify;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many messages are under way on each way of sending: a way that is slow fills its own lane and no other. What finds its
 * lane full waits in the database. Thread-safe.
 */
final class Lanes {
    private static final int WIDTH = 10;

    private final Map<String, Integer> taken = new HashMap<>();

    /** Takes a place in those of the lanes that have one; the names of these. */
    synchronized Set<String> enter(Collection<String> ways) {
        Set<String> entered = new HashSet<>();
        for (String way : ways) {
            if (taken.getOrDefault(way, 0) < WIDTH) {
                taken.merge(way, 1, Integer::sum);
                entered.add(way);
            }
        }
        return entered;
    }

    /** Gives a place back; whether the lane was full until now. */
    synchronized boolean leave(String way) {
        return taken.merge(way, -1, Integer::sum) == WIDTH - 1;
    }

    /** The ways that take no more. */
    synchronized Set<String> full() {
        return taken.entrySet().stream()
                .filter(it -> it.getValue() >= WIDTH)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
