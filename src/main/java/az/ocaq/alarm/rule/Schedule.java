package az.ocaq.alarm.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * When a rule alarms: in local-time windows, start included, end not; outside them its alarms are suppressed. A window
 * that passes midnight belongs to the day it starts on. On a holiday no window starts.
 */
public record Schedule(ZoneId zone, List<Window> windows, Set<LocalDate> holidays) {
    /** One window of some days; an end that is not after the start is on the next day. */
    public record Window(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
        public Window {
            days = Set.copyOf(days);
        }

        private Instant startOn(LocalDate day, ZoneId zone) {
            return ZonedDateTime.of(day, start, zone).toInstant();
        }

        private Instant endOf(LocalDate day, ZoneId zone) {
            LocalDate last = end.isAfter(start) ? day : day.plusDays(1);
            return ZonedDateTime.of(last, end, zone).toInstant();
        }
    }

    public Schedule {
        windows = List.copyOf(windows);
        holidays = Set.copyOf(holidays);
    }

    /** Whether an instant is inside a window. */
    public boolean includes(Instant instant) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        for (LocalDate day : List.of(today.minusDays(1), today)) {
            for (Window window : windows) {
                if (opens(window, day)
                        && !instant.isBefore(window.startOn(day, zone))
                        && instant.isBefore(window.endOf(day, zone))) {
                    return true;
                }
            }
        }
        return false;
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
