package az.ocaq.alarm.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalLong;

/** Windows of event time, aligned to local midnight; a sample at the end of one belongs to it. */
final class Windows {
    private Windows() {}

    /** The end of the window of a length up to a day. */
    static long endOf(long time, long length, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(time - 1).atZone(zone).toLocalDate();
        long midnight = day.atStartOfDay(zone).toInstant().toEpochMilli();
        long next = day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        long count = Math.floorDiv(time - 1 - midnight, length) + 1;
        return Math.min(midnight + count * length, next);
    }

    /** The end of the daily window from one time of day to another, when the time is in it. */
    static OptionalLong endOfDaily(long time, LocalTime start, LocalTime end, ZoneId zone) {
        ZonedDateTime local = Instant.ofEpochMilli(time - 1).atZone(zone);
        LocalTime clock = local.toLocalTime();
        boolean overnight = !end.isAfter(start);
        boolean early = clock.isBefore(end);
        boolean late = !clock.isBefore(start);
        if (overnight ? !early && !late : !early || !late) {
            return OptionalLong.empty();
        }
        LocalDate day = overnight && late ? local.toLocalDate().plusDays(1) : local.toLocalDate();
        return OptionalLong.of(ZonedDateTime.of(day, end, zone).toInstant().toEpochMilli());
    }

    /** The start of the Monday of a sample's week. */
    static long weekStart(long time, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(time - 1).atZone(zone).toLocalDate();
        return day.minusDays(day.getDayOfWeek().getValue() - 1L)
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
    }

    /** The start of the calendar year of a sample. */
    static long yearStart(long time, ZoneId zone) {
        LocalDate day = Instant.ofEpochMilli(time - 1).atZone(zone).toLocalDate();
        return day.withDayOfYear(1).atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
