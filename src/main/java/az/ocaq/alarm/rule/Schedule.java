package az.ocaq.alarm.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a rule alarms: in local-time windows, start included, end not; outside them its alarms are suppressed. A window
 * that passes midnight belongs to the day it starts on. On a holiday no window starts.
 */
public record Schedule(ZoneId zone, List<Window> windows, Set<LocalDate> holidays) {
    /** A stretch of some days; an end that is not after the start is on the next day. */
    public record Window(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
        public Window {
            days = Set.copyOf(days);
        }

        /** The day on which the window began that an instant is in. */
        public Optional<LocalDate> begun(Instant instant, ZoneId zone) {
            LocalDate today = instant.atZone(zone).toLocalDate();
            return Stream.of(today, today.minusDays(1))
                    .filter(it -> days.contains(it.getDayOfWeek()))
                    .filter(it -> !instant.isBefore(startOn(it, zone)) && instant.isBefore(endOf(it, zone)))
                    .findFirst();
        }

        /** When the window of a day starts. */
        public Instant startOn(LocalDate day, ZoneId zone) {
            return at(day.atTime(start), zone);
        }

        /** When the window that started on a day ends. */
        public Instant endOf(LocalDate day, ZoneId zone) {
            return at((end.isAfter(start) ? day : day.plusDays(1)).atTime(end), zone);
        }

        /** A time that clocks leave out is when they are put forward, one that they show twice the first of the two. */
        private static Instant at(LocalDateTime local, ZoneId zone) {
            return zone.getRules().getValidOffsets(local).isEmpty()
                    ? zone.getRules().getTransition(local).getInstant()
                    : local.atZone(zone).toInstant();
        }
    }

    public Schedule {
        windows = List.copyOf(windows);
        holidays = Set.copyOf(holidays);
    }

    /** Whether an instant is inside a window. */
    public boolean includes(Instant instant) {
        return windows.stream().flatMap(it -> it.begun(instant, zone).stream()).anyMatch(it -> !holidays.contains(it));
    }

    /** The first start or end of a window after an instant; in a week at the latest, where there is nothing sooner. */
    public Instant nextEdge(Instant after) {
        LocalDate today = after.atZone(zone).toLocalDate();
        Instant next = today.plusDays(7).atStartOfDay(zone).toInstant();
        for (int offset = -1; offset < 7; offset++) {
            LocalDate day = today.plusDays(offset);
            for (Window window : windows) {
                if (opens(window, day)) {
                    next = sooner(next, window.startOn(day, zone), after);
                    next = sooner(next, window.endOf(day, zone), after);
                }
            }
        }
        return next;
    }

    private boolean opens(Window window, LocalDate day) {
        return window.days().contains(day.getDayOfWeek()) && !holidays.contains(day);
    }

    private static Instant sooner(Instant next, Instant candidate, Instant after) {
        return candidate.isAfter(after) && candidate.isBefore(next) ? candidate : next;
    }
}
