package az.ocaq.alarm.kpi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a review of alarms asks about, beside the most frequent ones (ISA-18.2, monitoring and assessment): those that say what
 * another one has just said, and those that nobody ever does anything about.
 *
 * @param duplicates the alarms that come with another one, the most frequent first, at most ten
 * @param neverActioned the rules whose alarms nobody has touched, the most frequent first, at most ten
 */
public record Review(List<Duplicate> duplicates, List<Ignored> neverActioned) {
    private static final Duration TOGETHER = Duration.ofSeconds(60);
    private static final double SHARE = 0.8;
    /** Fewer may be chance. */
    private static final int LEAST = 5;

    private static final int MOST = 10;
    /** In a flood everything comes with everything. */
    private static final int MOST_TOGETHER = 30;

    public Review {
        duplicates = List.copyOf(duplicates);
        neverActioned = List.copyOf(neverActioned);
    }

    /**
     * An alarm that comes within a minute after another one.
     *
     * @param first an annunciation of the earlier alarm
     * @param second one of the later
     * @param times how often the earlier was annunciated
     * @param together how often the later followed
     */
    public record Duplicate(JournalLine first, JournalLine second, int times, int together) {}

    /** A rule whose alarms were annunciated so often, and nobody acknowledged, assigned, shelved or noted anything. */
    public record Ignored(String rule, int annunciations) {}

    /** Of lines of the journal, in order. */
    static Review of(List<JournalLine> lines) {
        List<JournalLine> shown =
                lines.stream().filter(JournalLine::annunciates).toList();
        Map<String, Integer> times = new HashMap<>();
        Map<String, Integer> byRule = new HashMap<>();
        shown.forEach(it -> {
            times.merge(it.key(), 1, Integer::sum);
            byRule.merge(it.rule(), 1, Integer::sum);
        });
        Set<String> touched = new HashSet<>();
        lines.stream().filter(JournalLine::byPerson).forEach(it -> touched.add(it.rule()));
        return new Review(
                duplicates(
                        shown.stream()
                                .filter(it -> times.getOrDefault(it.key(), 0) >= LEAST)
                                .toList(),
                        times),
                byRule.entrySet().stream()
                        .filter(it -> it.getValue() >= LEAST && !touched.contains(it.getKey()))
                        .map(it -> new Ignored(it.getKey(), it.getValue()))
                        .sorted(Comparator.comparing(Ignored::annunciations)
                                .reversed()
                                .thenComparing(Ignored::rule))
                        .limit(MOST)
                        .toList());
    }

    private static List<Duplicate> duplicates(List<JournalLine> shown, Map<String, Integer> times) {
        Map<String, Duplicate> pairs = new HashMap<>();
        ArrayDeque<JournalLine> before = new ArrayDeque<>();
        Map<JournalLine, Set<String>> followers = new HashMap<>();
        for (JournalLine line : shown) {
            Instant earliest = line.at().minus(TOGETHER);
            while (!before.isEmpty()
                    && (before.size() > MOST_TOGETHER || before.getFirst().at().isBefore(earliest))) {
                followers.remove(before.removeFirst());
            }
            for (JournalLine first : before) {
                if (!first.key().equals(line.key())
                        && followers
                                .computeIfAbsent(first, it -> new HashSet<>())
                                .add(line.key())) {
                    pairs.merge(
                            first.key() + ' ' + line.key(),
                            new Duplicate(first, line, times.getOrDefault(first.key(), 0), 1),
                            (one, another) -> new Duplicate(first, line, one.times(), one.together() + 1));
                }
            }
            before.add(line);
        }
        return strongest(pairs.values());
    }

    /** Those that come at the same moment are a pair both ways; one line says so. */
    private static List<Duplicate> strongest(Collection<Duplicate> pairs) {
        Set<Set<String>> said = new HashSet<>();
        List<Duplicate> found = new ArrayList<>();
        pairs.stream()
                .filter(it -> it.together() >= LEAST && it.together() > SHARE * it.times())
                .sorted(Comparator.comparing(Duplicate::together)
                        .reversed()
                        .thenComparing(it -> it.first().key())
                        .thenComparing(it -> it.second().key()))
                .filter(it -> said.add(Set.of(it.first().key(), it.second().key())))
                .limit(MOST)
                .forEach(found::add);
        return found;
    }
}
