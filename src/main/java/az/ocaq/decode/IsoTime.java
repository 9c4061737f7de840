package az.ocaq.decode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Date and time as ISO 8601 and RFC 3339 write them, with the liberties that devices take: a blank for the T, a comma
 * for the point, UTC for Z, an offset without its colon or its minutes, no offset at all. Read by position, as nearly
 * every message has one.
 *
 * @param localMillis what the clock on the wall shows, as if it hung in Greenwich
 * @param offset seconds east of Greenwich, when told
 */
record IsoTime(long localMillis, OptionalInt offset) {
    private static final int DATE_AND_MINUTE = 16;
    private static final int DIGITS_OF_NANOS = 9;
    private static final int MOST_OFFSET = 18;

    /** The time of a text; empty when it is written in another way or on no calendar. */
    static Optional<IsoTime> of(String text) {
        boolean shaped = text.length() >= DATE_AND_MINUTE
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && "T t".indexOf(text.charAt(10)) >= 0
                && text.charAt(13) == ':';
        return shaped ? shaped(text) : Optional.empty();
    }

    private static Optional<IsoTime> shaped(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        int at = DATE_AND_MINUTE;
        int second = 0;
        int milli = 0;
        if (at < text.length() && text.charAt(at) == ':') {
            second = digits(text, at + 1, 2);
            at += 3;
            if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
                int end = endOfDigits(text, at + 1);
                if (end == at + 1 || end > at + 1 + DIGITS_OF_NANOS) {
                    return Optional.empty();
                }
                for (int i = 1; i <= 3; i++) {
                    milli = milli * 10 + (at + i < end ? text.charAt(at + i) - '0' : 0);
                }
                at = end;
            }
        }
        boolean onClock = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        if (!onClock || year < 0 || month < 1 || month > 12 || day < 1) {
            return Optional.empty();
        }
        try {
            long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
            return zoned(seconds * 1_000 + milli, text, at);
        } catch (DateTimeException e) { // the 31st of a shorter month
            return Optional.empty();
        }
    }

    private static Optional<IsoTime> zoned(long localMillis, String text, int from) {
        int at = from < text.length() && text.charAt(from) == ' ' ? from + 1 : from;
        if (at == text.length()) {
            return Optional.of(new IsoTime(localMillis, OptionalInt.empty()));
        }
        char sign = text.charAt(at);
        if (sign != '+' && sign != '-') {
            String word = text.substring(at);
            boolean greenwich = word.equalsIgnoreCase("Z") || word.equals("UTC") || word.equals("GMT");
            return greenwich ? Optional.of(new IsoTime(localMillis, OptionalInt.of(0))) : Optional.empty();
        }
        int hours = digits(text, at + 1, 2);
        int rest = text.length() - at - 3;
        int minutes = switch (rest) {
            case 0 -> 0;
            case 2 -> digits(text, at + 3, 2);
            case 3 -> text.charAt(at + 3) == ':' ? digits(text, at + 4, 2) : -1;
            default -> -1;
        };
        if (hours < 0 || hours > MOST_OFFSET || minutes < 0 || minutes > 59) {
            return Optional.empty();
        }
        int seconds = hours * 3_600 + minutes * 60;
        return Optional.of(new IsoTime(localMillis, OptionalInt.of(sign == '-' ? -seconds : seconds)));
    }

    /** The moment, when the offset is told. */
    Optional<Instant> exact() {
        return offset.isPresent()
                ? Optional.of(Instant.ofEpochMilli(localMillis - offset.getAsInt() * 1_000L))
                : Optional.empty();
    }

    /** The moment when the clock hangs in this zone. */
    Instant in(ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(localMillis, 1_000), 0, ZoneOffset.UTC);
        return Instant.ofEpochMilli(
                localMillis - zone.getRules().getOffset(local).getTotalSeconds() * 1_000L);
    }

    /** The number of so many digits; negative when there are none. */
    private static int digits(String text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
