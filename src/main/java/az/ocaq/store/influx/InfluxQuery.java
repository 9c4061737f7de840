package az.ocaq.store.influx;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts of InfluxQL statements; every name in them is quoted. */
final class InfluxQuery {
    /** What InfluxDB can hold: 64-bit nanoseconds around 1970, a day less at each end. */
    static final Instant EARLIEST = Instant.parse("1677-09-22T00:00:00Z");

    static final Instant LATEST = Instant.parse("2262-04-10T00:00:00Z");

    private static final String ROLLUPS = name(InfluxSchema.ROLLUPS) + '.' + name(LineProtocol.ROLLUPS);
    private static final String MARKS = name(InfluxSchema.ROLLUPS) + '.' + name(LineProtocol.MARKS);

    private InfluxQuery() {}

    /** The value of a tag between single quotes. */
    static String literal(String text) {
        return '\'' + LineProtocol.kept(text).replace("'", "\\'") + '\'';
    }

    /** A name between double quotes. */
    static String name(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String points(SeriesId series, Instant from, Instant to) {
        return "SELECT value, quality FROM " + name(LineProtocol.MEASUREMENT) + " WHERE " + is(series.device())
                + " AND metric = " + literal(series.metric().name()) + " AND " + span(from, to)
                + " ORDER BY time";
    }

    static String rollups(SeriesId series, Instant from, Instant to) {
        return "SELECT * FROM " + ROLLUPS + " WHERE " + is(series.device()) + " AND metric = "
                + literal(series.metric().name()) + " AND " + span(from, to) + " ORDER BY time";
    }

    /** All readings of a time span: one series each. */
    static String all(Instant from, Instant to) {
        return "SELECT value, quality FROM " + name(LineProtocol.MEASUREMENT) + " WHERE " + span(from, to)
                + " GROUP BY settlement, site, device, metric";
    }

    static String count(Instant from, Instant to) {
        return "SELECT count(value) FROM " + name(LineProtocol.MEASUREMENT) + " WHERE " + span(from, to);
    }

    /** The oldest reading of all, or the newest with {@code DESC}. */
    static String edge(String order) {
        return "SELECT value FROM " + name(LineProtocol.MEASUREMENT) + " ORDER BY time " + order + " LIMIT 1";
    }

    static String marks(String condition) {
        return "SELECT marked FROM " + MARKS + condition;
    }

    /** The newest of the readings of a time span, one row of each series. */
    static String latest(Optional<String> settlement, Instant from, Instant to) {
        return "SELECT last(value), quality FROM " + name(LineProtocol.MEASUREMENT) + " WHERE " + span(from, to)
                + settlement.map(it -> " AND settlement = " + literal(it)).orElse("")
                + " GROUP BY settlement, site, device, metric";
    }

    /** The newest of the readings that are rolled up, one row of each series. */
    static String latestRollups(Optional<String> settlement) {
        return "SELECT last(\"last\"), last_time, last_quality FROM " + ROLLUPS
                + settlement.map(it -> " WHERE settlement = " + literal(it)).orElse("")
                + " GROUP BY settlement, site, device, metric";
    }

    static String metrics(DeviceId device) {
        return "SHOW TAG VALUES FROM " + name(LineProtocol.MEASUREMENT) + ", " + name(LineProtocol.ROLLUPS)
                + " WITH KEY = metric WHERE " + is(device);
    }

    /** The series of a selection that have readings in a time span: one row each, with its tags. */
    static String series(Selection selection, Instant from, Instant to) {
        List<String> conditions = new ArrayList<>(List.of(span(from, to)));
        selection.settlement().ifPresent(it -> conditions.add("settlement = " + literal(it)));
        selection.device().ifPresent(it -> conditions.add(is(it)));
        selection.metric().ifPresent(it -> conditions.add("metric = " + literal(it)));
        return "SELECT last(value) FROM " + name(LineProtocol.MEASUREMENT)
                + " WHERE " + String.join(" AND ", conditions)
                + " GROUP BY settlement, site, device, metric";
    }

    private static String is(DeviceId device) {
        return "settlement = " + literal(device.settlement()) + " AND site = " + literal(device.site())
                + " AND device = " + literal(device.device());
    }

    private static String span(Instant from, Instant to) {
        return "time >= '" + within(from) + "' AND time < '" + within(to) + '\'';
    }

    /** The time itself, or the end of what InfluxDB can hold that is nearest. */
    static Instant within(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }
}
