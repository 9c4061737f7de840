package az.ocaq.alarm;

import az.ocaq.alarm.rule.CalendarReader;
import az.ocaq.alarm.rule.Schedule;
import az.ocaq.alarm.rule.Span;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A time that comes again every week, in local time of Baku: start included, end not; an end that is not after the start
 * is on the next day.
 *
 * @param days on which it starts; at least one
 */
public record Weekly(Set<DayOfWeek> days, LocalTime start, LocalTime end) {
    private static final String END_OF_DAY = "24:00";

    public Weekly {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("weekly needs at least one day of mon, tue, wed, thu, fri, sat, sun");
        }
    }

    /** Reads words such as {@code mon}, {@code 22:00} and {@code 24:00}; throws what a person can read. */
    public static Weekly parse(List<String> days, String start, String end) {
        Set<DayOfWeek> found = EnumSet.noneOf(DayOfWeek.class);
        for (String word : days) {
            found.add(CalendarReader.day(word)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + word + "' must be one of mon, tue, wed, thu, fri, sat, sun")));
        }
        return new Weekly(found, time(start), time(end));
    }

    /** The words of the days, from Monday on. */
    public List<String> dayWords() {
        return days.stream().sorted().map(CalendarReader::word).toList();
    }

    boolean includes(Instant time) {
        Schedule.Window window = new Schedule.Window(days, start, end);
        return new Schedule(Span.BAKU, List.of(window), Set.of()).includes(time);
    }

    /** The last start before a time. */
    Instant lastStart(Instant time) {
        LocalDate day = time.atZone(Span.BAKU).toLocalDate();
        return IntStream.rangeClosed(0, 7)
                .mapToObj(day::minusDays)
                .filter(it -> days.contains(it.getDayOfWeek()))
                .map(it -> it.atTime(start).atZone(Span.BAKU).toInstant())
                .filter(time::isAfter)
                .findFirst()
                .orElse(time);
    }

    /** As it is kept: {@code mon,tue 22:00 06:00}. */
    String text() {
        return dayWords().stream().collect(Collectors.joining(",")) + ' ' + start + ' ' + end;
    }

    static Weekly ofText(String text) {
        String[] parts = text.split(" ", -1);
        return parse(List.of(parts[0].split(",", -1)), parts[1], parts[2]);
    }

    private static LocalTime time(String text) {
        try {
            return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a time of day such as 22:00", e);
        }
    }
}
