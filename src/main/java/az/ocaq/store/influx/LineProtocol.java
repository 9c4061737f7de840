package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.util.Locale;

/** Readings as lines of InfluxDB's line protocol, time in milliseconds. No name can end its place in the line. */
final class LineProtocol {
    static final String MEASUREMENT = "readings";

    private LineProtocol() {}

    /** The line of a reading: a series is the tags, so writing a reading again replaces it. */
    static String line(Reading reading) {
        DeviceId device = reading.series().device();
        return MEASUREMENT + ",device=" + tag(device.device()) + ",metric="
                + tag(reading.series().metric().name()) + ",settlement=" + tag(device.settlement()) + ",site="
                + tag(device.site()) + " value=" + reading.value() + ",quality="
                + reading.quality().code() + "i " + reading.time().toEpochMilli();
    }

    /**
     * A text as the value of a tag. The protocol escapes comma, equals sign and space; it has no escape for a line break
     * or another control character, nor for a backslash at the end, so these are written as %XX, and % with them.
     */
    static String tag(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == ',' || character == '=' || character == ' ') {
                escaped.append('\\').append(character);
            } else if (Character.isISOControl(character) || character == '\\' || character == '%') {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
