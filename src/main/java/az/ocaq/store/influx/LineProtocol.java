package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.Rollup;
import java.util.Locale;

/** Readings as lines of InfluxDB's line protocol, time in milliseconds. No name can end its place in the line. */
final class LineProtocol {
    static final String MEASUREMENT = "readings";
    static final String ROLLUPS = "rollups";
    static final String MARKS = "marks";

    private LineProtocol() {}

    /** The line of a reading: a series is the tags, so writing a reading again replaces it. */
    static String line(Reading reading) {
        return MEASUREMENT + tags(reading.series()) + " value=" + reading.value() + ",quality="
                + reading.quality().code() + "i " + reading.time().toEpochMilli();
    }

    /** The line of a rollup, at its start. */
    static String rollup(SeriesId series, Rollup rollup) {
        return ROLLUPS + tags(series) + " min=" + rollup.min() + ",max=" + rollup.max() + ",sum="
                + finite(rollup.sum()) + ",count=" + rollup.count() + "i" + point("first", rollup.first())
                + point("last", rollup.last()) + ",integral=" + finite(rollup.integral()) + ",longest_gap="
                + rollup.longestGap().toMillis() + "i,rise=" + finite(rollup.rise()) + ",falls=" + rollup.falls()
                + ",quality=" + rollup.worst().code() + "i " + rollup.start().toEpochMilli();
    }

    /** The line that says whether a quarter of an hour, by its start in milliseconds, is to be rolled up. */
    static String mark(long quarter, boolean marked) {
        return MARKS + " marked=" + marked + " " + quarter;
    }

    private static String point(String name, Point point) {
        return "," + name + "_time=" + point.time().toEpochMilli() + "i," + name + "=" + point.value() + "," + name
                + "_quality=" + point.quality().code() + "i";
    }

    /** InfluxDB has no number for a sum that is too large. */
    private static double finite(double sum) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, sum));
    }

    private static String tags(SeriesId series) {
        DeviceId device = series.device();
        return ",device=" + tag(device.device()) + ",metric="
                + tag(series.metric().name()) + ",settlement=" + tag(device.settlement()) + ",site="
                + tag(device.site());
    }

    /** A text as the value of a tag: {@link #kept}, with the protocol's escapes for comma, equals sign and space. */
    static String tag(String text) {
        return kept(text).replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }

    /**
     * A text as the server keeps it in a tag. Neither the protocol nor InfluxQL has an escape for every control character,
     * nor the protocol for a backslash at the end, so these are written as %XX, and % with them.
     */
    static String kept(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) || character == '\\' || character == '%') {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
