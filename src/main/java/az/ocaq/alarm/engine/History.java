package az.ocaq.alarm.engine;

import java.util.Arrays;

/** The newest samples of a series in the order of their times; plain fields, because it is kept as JSON. Bounded. */
final class History {
    private static final int MOST = 512;

    private static final long[] NO_TIMES = {};
    private static final double[] NO_VALUES = {};

    // Most alarms of a region never keep a value: those share these.
    long[] times = NO_TIMES;
    double[] values = NO_VALUES;
    int size;

    long time(int index) {
        return times[index];
    }

    double value(int index) {
        return values[index];
    }

    /** Puts a sample in its place; one of the same time is replaced. */
    void put(long time, double value) {
        int at = size;
        while (at > 0 && times[at - 1] >= time) {
            at--;
        }
        if (at < size && times[at] == time) {
            values[at] = value;
            return;
        }
        if (size == MOST) {
            if (at == 0) {
                return;
            }
            dropOldest();
            at--;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, Math.max(4, size * 2));
            values = Arrays.copyOf(values, Math.max(4, size * 2));
        }
        System.arraycopy(times, at, times, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        times[at] = time;
        values[at] = value;
        size++;
    }

    /** Forgets what is before a time, but for one sample. */
    void dropBefore(long time) {
        while (size > 1 && times[1] < time) {
            dropOldest();
        }
    }

    /** Forgets what is at or before a time. */
    void dropUpTo(long time) {
        while (size > 0 && times[0] <= time) {
            dropOldest();
        }
    }

    /** Whether there is a sample of a time. */
    boolean has(long time) {
        return Arrays.binarySearch(times, 0, size, time) >= 0;
    }

    /** Forgets the sample of a time, when there is one. */
    void remove(long time) {
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            System.arraycopy(times, at + 1, times, at, size - at - 1);
            System.arraycopy(values, at + 1, values, at, size - at - 1);
            size--;
        }
    }

    void clear() {
        size = 0;
    }

    private void dropOldest() {
        System.arraycopy(times, 1, times, 0, size - 1);
        System.arraycopy(values, 1, values, 0, size - 1);
        size--;
    }
}
