package az.ocaq.decode.sparkplug;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Stamp;
import az.ocaq.decode.Times;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric.ValueCase;

/** The metrics of one message: described first when it is a birth, then taken as readings. */
final class MetricValues {
    private static final Set<String> UNIT_PROPERTIES =
            Set.of("engunit", "engunits", "engineeringunit", "engineeringunits", "unit", "units", "eu", "uom");
    private static final int GOOD = 192;
    private static final int DEEPEST_TEMPLATE = 5;

    private final Birth birth;
    private final Gathering into;
    private final Payload payload;
    private final Instant receivedAt;
    private final boolean doubted;

    /** Values are suspect when what their aliases mean may have changed unheard ({@code doubted}). */
    MetricValues(Birth birth, Gathering into, Payload payload, Instant receivedAt, boolean doubted) {
        this.birth = birth;
        this.into = into;
        this.payload = payload;
        this.receivedAt = receivedAt;
        this.doubted = doubted;
    }

    /** Of a birth: each metric is described and its present value taken. */
    void describeAndTake() {
        each(payload.getMetricsList(), "", 0, true);
    }

    /** Of data: each metric must have been described. */
    void take() {
        each(payload.getMetricsList(), "", 0, false);
    }

    private void each(List<Payload.Metric> metrics, String prefix, int depth, boolean describe) {
        for (int i = 0; i < metrics.size(); i++) {
            Payload.Metric metric = metrics.get(i);
            if (metric.getValueCase() == ValueCase.TEMPLATE_VALUE) {
                template(metric, prefix, depth, describe);
            } else if (describe) {
                value(describe(metric, prefix), metric, prefix + metric.getName());
            } else {
                data(metric, prefix, i);
            }
        }
    }

    /** A template's members are metrics under its name; a definition has no values. */
    private void template(Payload.Metric metric, String prefix, int depth, boolean describe) {
        boolean instance = !metric.getTemplateValue().getIsDefinition();
        if (instance && depth < DEEPEST_TEMPLATE && birth.size() < PayloadReader.MOST_METRICS) {
            String name = metric.getName();
            if (name.isEmpty() && metric.hasAlias()) {
                name = birth.alias(metric.getAlias()).map(Described::name).orElse("");
            }
            if (describe) {
                var unused = birth.describe(prefix + name, alias(metric), metric.getDatatype(), "");
            }
            each(metric.getTemplateValue().getMetricsList(), prefix + name + '/', depth + 1, describe);
        }
    }

    private Described describe(Payload.Metric metric, String prefix) {
        return birth.describe(prefix + metric.getName(), alias(metric), metric.getDatatype(), unit(metric));
    }

    private static Optional<Long> alias(Payload.Metric metric) {
        return metric.hasAlias() ? Optional.of(metric.getAlias()) : Optional.empty();
    }

    private void data(Payload.Metric metric, String prefix, int index) {
        String name = prefix + metric.getName();
        Optional<Described> described =
                metric.hasAlias() && !metric.hasName() ? birth.alias(metric.getAlias()) : birth.named(name);
        if (described.isEmpty()) {
            String what = metric.hasName() ? "metric " + name : "alias " + Long.toUnsignedString(metric.getAlias());
            into.problem("metrics." + index, Reason.NOT_DESCRIBED, "no birth has described the " + what);
        } else {
            value(described.get(), metric, described.get().name());
        }
    }

    private void value(Described described, Payload.Metric metric, String path) {
        boolean nothing = metric.getIsNull() || metric.getValueCase() == ValueCase.VALUE_NOT_SET;
        if (described.series().isEmpty() || nothing) {
            return;
        }
        SeriesId series = described.series().get();
        Stamp stamp = Stamp.of(time(metric), receivedAt);
        if (DataTypes.isText(described.type())) {
            text(series, metric, stamp, path);
            return;
        }
        Optional<Double> number = number(described, metric);
        if (number.isEmpty()) {
            into.problem(path, Reason.NOT_A_NUMBER, "its birth said it was of another type");
        } else {
            double scaled = Birth.scaled(described, number.get(), series.metric());
            into.value(series, stamp.time(), scaled, quality(metric, stamp), path);
        }
    }

    private void text(SeriesId series, Payload.Metric metric, Stamp stamp, String path) {
        if (metric.getValueCase() == ValueCase.STRING_VALUE) {
            into.text(series.device(), series.metric(), stamp.time(), metric.getStringValue());
        } else {
            into.problem(path, Reason.MALFORMED, "its birth said it was text");
        }
    }

    private static Optional<Double> number(Described described, Payload.Metric metric) {
        if (metric.getValueCase() == ValueCase.BOOLEAN_VALUE) {
            boolean due = DataTypes.isBoolean(described.type()) || isState(described);
            return due ? Optional.of(metric.getBooleanValue() ? 1.0 : 0.0) : Optional.empty();
        }
        boolean otherType = metric.hasDatatype()
                && DataTypes.isMeasured(metric.getDatatype())
                && !DataTypes.isNumber(metric.getDatatype());
        return otherType ? Optional.empty() : DataTypes.number(metric, type(described, metric));
    }

    private static boolean isState(Described described) {
        return described.series().map(it -> it.metric().unit() == Unit.STATE).orElse(false);
    }

    /** Sparkplug 3.0 lets data leave the type out; the sign of an integer depends on it. */
    private static int type(Described described, Payload.Metric metric) {
        return metric.hasDatatype() && DataTypes.isNumber(metric.getDatatype())
                ? metric.getDatatype()
                : described.type();
    }

    private Optional<Instant> time(Payload.Metric metric) {
        if (metric.hasTimestamp()) {
            return Times.ofEpoch(metric.getTimestamp());
        }
        return payload.hasTimestamp() ? Times.ofEpoch(payload.getTimestamp()) : Optional.empty();
    }

    private static String unit(Payload.Metric metric) {
        Payload.PropertySet properties = metric.getProperties();
        int count = Math.min(properties.getKeysCount(), properties.getValuesCount());
        for (int i = 0; i < count; i++) {
            String key = properties.getKeys(i).toLowerCase(Locale.ROOT).replaceAll("[ _.]", "");
            if (UNIT_PROPERTIES.contains(key)) {
                return properties.getValues(i).getStringValue();
            }
        }
        return "";
    }

    private Quality quality(Payload.Metric metric, Stamp stamp) {
        if (doubted) {
            return Quality.SUSPECT;
        }
        Payload.PropertySet properties = metric.getProperties();
        int count = Math.min(properties.getKeysCount(), properties.getValuesCount());
        for (int i = 0; i < count; i++) {
            if (properties.getKeys(i).equalsIgnoreCase("quality")) {
                boolean good = properties.getValues(i).getIntValue() == GOOD;
                return good ? stamp.quality() : Quality.SUSPECT;
            }
        }
        return stamp.quality();
    }
}
