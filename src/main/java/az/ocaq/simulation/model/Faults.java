package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults of one device; one may come while the village runs. It keeps those of the day last asked for at hand, for by
 * chance there may be hundreds in a year. One thread at a time.
 */
final class Faults {
    private static final long DAY_MILLIS = 86_400_000;

    private static final long NO_DAY = Long.MIN_VALUE;

    private final List<Fault> all;
    private List<Fault> near = List.of();
    private long nearDay = NO_DAY;
    private long askedDay = NO_DAY;
    private boolean noneOnAskedDay;

    Faults(List<Fault> all) {
        this.all = new ArrayList<>(all);
    }

    void add(Fault fault) {
        all.add(fault);
        nearDay = NO_DAY;
        askedDay = NO_DAY;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Fault> all() {
        return all;
    }

    /** Whether it is free of faults on the whole day; then nobody needs to ask slot by slot. */
    boolean none(Day day) {
        if (askedDay != day.startMillis()) {
            askedDay = day.startMillis();
            noneOnAskedDay = touching(askedDay).isEmpty();
        }
        return noneOnAskedDay;
    }

    /** Those that are there at a moment, and others of the same day. */
    List<Fault> near(long epochMillis) {
        long day = Math.floorDiv(epochMillis, DAY_MILLIS);
        if (day != nearDay) {
            nearDay = day;
            near = touching(day * DAY_MILLIS);
        }
        return near;
    }

    private List<Fault> touching(long startMillis) {
        List<Fault> found = new ArrayList<>(0);
        for (Fault fault : all) {
            if (fault.to().toEpochMilli() > startMillis && fault.from().toEpochMilli() < startMillis + DAY_MILLIS) {
                found.add(fault);
            }
        }
        return found;
    }

    /** The size of a kind of fault in a slot; 0 when there is none. */
    double size(FaultKind kind, Day day, int slot) {
        return all.isEmpty() ? 0 : size(kind, day.startMillis() + slot * 60_000L * day.slotMinutes());
    }

    double size(FaultKind kind, long epochMillis) {
        return size(kind, "", epochMillis);
    }

    /** The size of a kind of fault of a metric, or of all metrics. */
    double size(FaultKind kind, String metric, long epochMillis) {
        for (Fault fault : near(epochMillis)) {
            if (fault.kind() == kind && fault.isActive(epochMillis) && (metric.isEmpty() || fault.isOf(metric))) {
                return fault.sizeAt(epochMillis);
            }
        }
        return 0;
    }

    /** Whether a kind of fault is there. */
    boolean has(FaultKind kind, long epochMillis) {
        for (Fault fault : near(epochMillis)) {
            if (fault.kind() == kind && fault.isActive(epochMillis)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is offline at a time and keeps what it measures. */
    boolean keeps(long epochMillis) {
        return near(epochMillis).stream()
                .anyMatch(it -> it.kind() == FaultKind.OFFLINE && it.gradual() && it.isActive(epochMillis));
    }

    /** What an instrument makes of a value by drifting away and by single wrong ones. */
    double seen(String metric, double value, long epochMillis, long key) {
        double seen = value;
        for (Fault fault : near(epochMillis)) {
            if (fault.isOf(metric) && fault.isActive(epochMillis)) {
                seen = seen(fault, seen, epochMillis, key);
            }
        }
        return seen;
    }

    private static double seen(Fault fault, double value, long epochMillis, long key) {
        double days = (epochMillis - fault.from().toEpochMilli()) / (double) DAY_MILLIS;
        return switch (fault.kind()) {
            case DRIFT -> value * (1 + fault.size() * days);
            case SPIKE -> Draw.unit(Draw.key(key, epochMillis)) < fault.size() ? value * 10 : value;
            default -> value;
        };
    }
}
