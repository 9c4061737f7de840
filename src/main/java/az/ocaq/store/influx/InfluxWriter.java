package az.ocaq.store.influx;

import az.ocaq.measurement.Reading;
import az.ocaq.store.Refusal;
import com.influxdb.exceptions.InfluxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes readings and finds those that the server refuses. It does not say which of a batch these are, and writing is
 * idempotent: a batch with refused readings is halved until they stand alone.
 */
final class InfluxWriter {
    private static final int MOST_LINES = 5_000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;
    private static final Pattern ABOUT_POINTS = Pattern.compile(
            "partial write|unable to parse|parsing failed|field type conflict|retention policy|limit exceeded"
                    + "|time outside range",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern DROPPED = Pattern.compile("dropped=(\\d+)");

    private final InfluxConnection connection;

    InfluxWriter(InfluxConnection connection) {
        this.connection = connection;
    }

    /** Writes all that the server takes; what it refuses for good comes back. Any other failure is an exception. */
    List<Refusal> write(List<Reading> readings) {
        List<Refusal> refusals = new ArrayList<>();
        for (int start = 0; start < readings.size(); start += MOST_LINES) {
            write(readings.subList(start, Math.min(start + MOST_LINES, readings.size())), refusals);
        }
        return refusals;
    }

    private void write(List<Reading> readings, List<Refusal> refusals) {
        try {
            connection.write(readings.stream().map(LineProtocol::line).toList());
        } catch (InfluxException e) {
            if (!isAboutPoints(e)) {
                throw connection.outage(e);
            }
            String reason = String.valueOf(e.getMessage());
            if (readings.size() == 1 || allDropped(reason, readings.size())) {
                readings.forEach(reading -> refusals.add(new Refusal(reading, "InfluxDB refuses it: " + reason)));
            } else {
                int half = readings.size() / 2;
                write(readings.subList(0, half), refusals);
                write(readings.subList(half, readings.size()), refusals);
            }
        }
    }

    /** Whether the server is all right and does not like what it was given. */
    private static boolean isAboutPoints(InfluxException failure) {
        int status = failure.status();
        boolean judged = status == BAD_REQUEST
                && ABOUT_POINTS.matcher(String.valueOf(failure.getMessage())).find();
        return judged || status == TOO_LARGE || status == UNPROCESSABLE;
    }

    private static boolean allDropped(String reason, int size) {
        Matcher dropped = DROPPED.matcher(reason);
        return dropped.find() && dropped.group(1).equals(Integer.toString(size));
    }
}
