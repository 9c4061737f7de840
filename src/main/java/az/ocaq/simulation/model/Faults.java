package az.ocaq.simulation.model;

import az.ocaq.simulation.Draw;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.util.List;

/** The faults of one device. */
record Faults(List<Fault> all) {
    private static final long DAY_MILLIS = 86_400_000;

    /** Whether it is free of faults on the whole day; then nobody needs to ask slot by slot. */
    boolean none(Day day) {
        for (Fault fault : all) {
            boolean before = fault.to().toEpochMilli() <= day.startMillis();
            boolean after = fault.from().toEpochMilli() >= day.startMillis() + DAY_MILLIS;
            if (!before && !after) {
                return false;
            }
        }
        return true;
    }

    /** The size of a kind of fault in a slot; 0 when there is none. */
    double size(FaultKind kind, Day day, int slot) {
        return all.isEmpty() ? 0 : size(kind, day.startMillis() + slot * 60_000L * day.slotMinutes());
    }

    double size(FaultKind kind, long epochMillis) {
        for (Fault fault : all) {
            if (fault.kind() == kind && fault.isActive(epochMillis)) {
                return fault.sizeAt(epochMillis);
            }
        }
        return 0;
    }

    /** Whether a kind of fault is there. */
    boolean has(FaultKind kind, long epochMillis) {
        return all.stream().anyMatch(it -> it.kind() == kind && it.isActive(epochMillis));
    }

    /** Whether it is offline at a time and keeps what it measures. */
    boolean keeps(long epochMillis) {
        return all.stream().anyMatch(it -> it.kind() == FaultKind.OFFLINE && it.gradual() && it.isActive(epochMillis));
    }

    /** Whether a metric shows an old value. */
    boolean holds(String metric, long epochMillis) {
        return all.stream()
                .anyMatch(it -> it.kind() == FaultKind.STUCK
                        && it.isActive(epochMillis)
                        && (it.metric().isEmpty() || it.metric().equals(metric)));
    }

    /** Whether a kind of fault begins on the day. */
    boolean begins(FaultKind kind, Day day) {
        for (Fault fault : all) {
            long since = fault.from().toEpochMilli() - day.startMillis();
            if (fault.kind() == kind && since >= 0 && since < DAY_MILLIS) {
                return true;
            }
        }
        return false;
    }

    /** What an instrument with these faults makes of a value. */
    double seen(String metric, double value, long epochMillis, long key) {
        double seen = value;
        for (Fault fault : all) {
            boolean concerned = fault.metric().isEmpty() || fault.metric().equals(metric);
            if (concerned && fault.isActive(epochMillis)) {
                seen = seen(fault, seen, epochMillis, key);
            }
        }
        return seen;
    }

    private static double seen(Fault fault, double value, long epochMillis, long key) {
        double days = (epochMillis - fault.from().toEpochMilli()) / (double) DAY_MILLIS;
        return switch (fault.kind()) {
            case STUCK -> Double.isNaN(fault.size()) ? value : fault.size();
            case DRIFT -> value * (1 + fault.size() * days);
            case SPIKE -> Draw.unit(Draw.key(key, epochMillis)) < fault.size() ? value * 10 : value;
            default -> value;
        };
    }

    /** The moment whose values a stuck instrument shows: the start of the fault, at the earliest that of the day. */
    long shown(long epochMillis, long dayStart) {
        for (Fault fault : all) {
            if (fault.kind() == FaultKind.STUCK && Double.isNaN(fault.size()) && fault.isActive(epochMillis)) {
                return Math.max(fault.from().toEpochMilli(), dayStart);
            }
        }
        return epochMillis;
    }
}
