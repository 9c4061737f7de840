package az.ocaq.alarm.engine;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Timers in the order they are due; at one instant by rank, then in the order they were set. Moving a timer to a later
 * time costs nothing: its entry is looked at when it comes up, which matters for a silence timer that every message moves.
 */
final class TimerQueue {
    private record Entry(long at, Timer timer, long number) {}

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::at)
            .thenComparing(it -> it.timer().rank)
            .thenComparingLong(Entry::number));
    private long count;

    void set(Timer timer, long due) {
        timer.due = due;
        if (due < timer.queuedAt) {
            push(timer);
        }
    }

    void cancel(Timer timer) {
        timer.due = Timer.NEVER;
    }

    /** Takes the next timer that is due before {@code limit}, or at it with a rank up to {@code most}. */
    Optional<Timer> poll(long limit, Timer.Rank most) {
        for (Entry entry = entries.peek(); entry != null; entry = entries.peek()) {
            Timer timer = entry.timer();
            if (entry.at() > limit || (entry.at() == limit && timer.rank.compareTo(most) > 0)) {
                return Optional.empty();
            }
            var unused = entries.poll();
            if (entry.at() == timer.queuedAt) {
                timer.queuedAt = Timer.NEVER;
                if (timer.due <= entry.at()) {
                    return Optional.of(timer);
                }
                if (timer.due != Timer.NEVER) {
                    push(timer);
                }
            }
        }
        return Optional.empty();
    }

    private void push(Timer timer) {
        timer.queuedAt = timer.due;
        entries.add(new Entry(timer.due, timer, count++));
    }
}
