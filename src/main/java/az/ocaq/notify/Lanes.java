package az.ocaq.notify;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many messages are under way on each way of sending, by severity: what is slow fills its own lane and no other, so that
 * a critical message waits neither for another way nor for less urgent ones. What finds its lane full waits in the database.
 * Thread-safe.
 */
final class Lanes {
    static final int WIDTH = 10;

    private final Map<Lane, Integer> taken = new HashMap<>();

    /** @param severity 0 critical to 3 low */
    record Lane(String way, int severity) {
        /** As the database compares it. */
        String text() {
            return way + "|" + severity;
        }
    }

    /** Takes a place in those of the lanes that have one. */
    synchronized Set<Lane> enter(Collection<Lane> lanes) {
        Set<Lane> entered =
                lanes.stream().filter(it -> taken.getOrDefault(it, 0) < WIDTH).collect(Collectors.toUnmodifiableSet());
        entered.forEach(it -> taken.merge(it, 1, Integer::sum));
        return entered;
    }

    /** Gives a place back; whether half of the lane is free by that: looking for others at every single place is dear. */
    synchronized boolean leave(Lane lane) {
        return taken.merge(lane, -1, Integer::sum) == WIDTH / 2;
    }

    /** Those that take no more. */
    synchronized Set<Lane> full() {
        return taken.entrySet().stream()
                .filter(it -> it.getValue() >= WIDTH)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
