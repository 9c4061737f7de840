package az.ocaq.alarm.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened, or what should: one entry for each thing and instant. */
final class Seen {
    private record Key(long at, String about) {}

    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    void add(Entry entry) {
        Key key = new Key(entry.at, entry.about);
        Entry known = entries.get(key);
        if (known == null) {
            entries.put(key, entry);
        } else {
            known.add(entry);
        }
    }

    Collection<Entry> all() {
        return entries.values();
    }

    /** What differs, a line each; empty when everything is as expected. */
    static List<String> differences(Scenario scenario, Seen seen) {
        Seen expected = new Seen();
        scenario.expected().forEach(expected::add);
        List<Entry> left = new ArrayList<>(seen.all());
        List<String> differences = new ArrayList<>();
        long tolerance = scenario.tolerance().toMillis();
        for (Entry wanted : expected.all()) {
            Optional<Entry> found = left.stream()
                    .filter(it -> it.about.equals(wanted.about) && Math.abs(it.at - wanted.at) <= tolerance)
                    .filter(it -> Entry.matches(wanted, it))
                    .findFirst();
            if (found.isPresent()) {
                left.remove(found.get());
            } else {
                differences.add("missing    " + wanted.describe(scenario.start()));
            }
        }
        left.forEach(it -> differences.add("unexpected " + it.describe(scenario.start())));
        return differences;
    }
}
