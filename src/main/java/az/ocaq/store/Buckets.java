package az.ocaq.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The quarters of an hour whose rollups do not tell yet what the readings say. A quarter is marked before a reading for it
 * is logged, and unmarked when its rollups are written and no reading came meanwhile. Thread-safe.
 */
public final class Buckets {
    /** How long a quarter is, in milliseconds. */
    public static final long WIDTH_MILLIS = Rollup.WIDTH.toMillis();

    /** A span of time, its start included and its end not. */
    public record Span(Instant from, Instant to, boolean marked) {}

    private final NavigableSet<Long> marked = new TreeSet<>();
    private final NavigableSet<Long> underWay = new TreeSet<>();

    /** With those that were marked before. */
    public Buckets(Collection<Long> marked) {
        this.marked.addAll(marked);
    }

    /** The start of the quarter that a time is in, in milliseconds. */
    public static long start(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), WIDTH_MILLIS) * WIDTH_MILLIS;
    }

    /** Those of some quarters that are not marked. */
    public synchronized List<Long> unmarked(Collection<Long> quarters) {
        return quarters.stream().filter(it -> !marked.contains(it)).toList();
    }

    /** Marks; those that were not marked come back. */
    public synchronized List<Long> mark(Collection<Long> buckets) {
        return buckets.stream().filter(marked::add).toList();
    }

    /** Takes the marked quarters before a time to roll them up; until {@link #done} they count as marked. */
    public synchronized List<Long> take(long before) {
        List<Long> taken = new ArrayList<>(marked.headSet(before));
        marked.removeAll(taken);
        underWay.addAll(taken);
        return taken;
    }

    /** Quarters that were taken are rolled up; those come back that have not been marked again meanwhile. */
    public synchronized List<Long> done(List<Long> quarters) {
        underWay.removeAll(quarters);
        return quarters.stream().filter(it -> !marked.contains(it)).toList();
    }

    /** Marks quarters again that were taken and not rolled up. */
    public synchronized void giveBack(List<Long> quarters) {
        underWay.removeAll(quarters);
        marked.addAll(quarters);
    }

    /** The oldest quarter whose rollups do not tell yet what the readings say, or the greatest number. */
    public synchronized long oldest() {
        long oldestMarked = marked.isEmpty() ? Long.MAX_VALUE : marked.first();
        return Math.min(oldestMarked, underWay.isEmpty() ? Long.MAX_VALUE : underWay.first());
    }

    /** Cuts whole quarters into spans, by turns with rollups that tell all and without. */
    public synchronized List<Span> spans(long from, long to) {
        NavigableSet<Long> all = new TreeSet<>(marked.subSet(from, to));
        all.addAll(underWay.subSet(from, to));
        List<Span> spans = new ArrayList<>();
        long next = from;
        while (next < to) {
            Long first = all.ceiling(next);
            if (first == null) {
                spans.add(span(next, to, false));
                return spans;
            }
            if (first > next) {
                spans.add(span(next, first, false));
            }
            next = first;
            while (all.contains(next)) {
                next += WIDTH_MILLIS;
            }
            spans.add(span(first, next, true));
        }
        return spans;
    }

    private static Span span(long from, long to, boolean isMarked) {
        return new Span(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to), isMarked);
    }
}
