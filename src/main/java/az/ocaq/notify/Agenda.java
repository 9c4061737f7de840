package az.ocaq.notify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Messages that are due, in the order in which they go, as of the last look at all that wait: with tens of thousands waiting
 * that look is dear, and what it found is good for many places in the lanes. Thread-safe.
 */
final class Agenda {
    /** @param story what takes turns: a receiver's messages about one rule (or group) of one settlement */
    record Item(long id, String story) {}

    private List<Item> items = List.of();

    /** Replaces what is left by what was found now. */
    synchronized void renew(List<Item> found) {
        items = found;
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    /** Takes the first out, of each story no more than a lane has places. */
    synchronized List<Item> next(int most) {
        List<Item> next = new ArrayList<>();
        List<Item> left = new ArrayList<>();
        Map<String, Integer> ofStory = new HashMap<>();
        for (Item item : items) {
            boolean goes = next.size() < most && ofStory.merge(item.story(), 1, Integer::sum) <= Lanes.WIDTH;
            (goes ? next : left).add(item);
        }
        items = left;
        return next;
    }

    /** Puts those first that found no place. */
    synchronized void putBack(List<Item> waiting) {
        items = Stream.concat(waiting.stream(), items.stream()).toList();
    }
}
