package az.ocaq.alarm.rule;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Place;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads zones, times of day and days of the week; what is wrong is noted with file and line. */
public final class CalendarReader {
    private static final String END_OF_DAY = "24:00";

    private CalendarReader() {}

    /** The time zone under {@code tz}; Baku when absent. */
    public static ZoneId zone(YamlMap map) {
        String text = map.string("tz", Span.BAKU.getId());
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            map.problem("tz", "'" + text + "' is not a time zone such as Asia/Baku");
            return Span.BAKU;
        }
    }

    /** Where the sun is looked at, degrees under {@code latitude} and {@code longitude}; Baku when absent. */
    static Place place(YamlMap map) {
        return new Place(map.number("latitude", -90, 90, 40.4), map.number("longitude", -180, 180, 49.9), 0);
    }

    /** A time of day; {@code 24:00} is the midnight at its end. */
    public static LocalTime time(YamlMap map, String key, LocalTime otherwise) {
        String text = map.string(key, otherwise.toString());
        try {
            return text.equals(END_OF_DAY) ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException e) {
            map.problem(key, "'" + text + "' is not a time of day such as 22:00");
            return otherwise;
        }
    }

    /** A time of day that must be there. */
    public static LocalTime time(YamlMap map, String key) {
        if (!map.has(key)) {
            map.problem(key, "is missing");
        }
        return time(map, key, LocalTime.MIDNIGHT);
    }

    /** The days under {@code days}, {@code mon} to {@code sun}; every day when absent. */
    public static Set<DayOfWeek> days(YamlMap map) {
        List<String> words = map.stringOrStrings("days");
        Set<DayOfWeek> days = words.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.noneOf(DayOfWeek.class);
        for (String word : words) {
            day(word)
                    .ifPresentOrElse(
                            days::add,
                            () -> map.problem(
                                    "days", "'" + word + "' must be one of mon, tue, wed, thu, fri, sat, sun"));
        }
        return days;
    }

    /** The day of a word such as {@code mon}. */
    public static Optional<DayOfWeek> day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(it -> word(it).equals(word))
                .findFirst();
    }

    /** The word of a day: {@code mon} to {@code sun}. */
    public static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }
}
