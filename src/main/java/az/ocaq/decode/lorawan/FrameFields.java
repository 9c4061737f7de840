package az.ocaq.decode.lorawan;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.MetricWords;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quantity;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import java.time.Instant;
import java.util.Optional;

/** Where the values of a frame go, in the units that its maker's document gives. */
final class FrameFields {
    private final Gathering into;
    private final FreeFields fields;
    private final DeviceId device;

    FrameFields(Gathering into, FreeFields fields, DeviceId device) {
        this.into = into;
        this.fields = fields;
        this.device = device;
    }

    /** A value of a quantity; the channel is empty when the device has one of the kind. */
    void value(String quantity, String channel, double value, String unit) {
        Scale scale = scale(unit);
        Metric metric = metric(quantity, channel, scale);
        fields.certain(metric, converted(value, scale, metric), quantity);
    }

    /** A value that the device measured earlier and sends now. */
    void historical(String quantity, String channel, double value, String unit, Instant time) {
        Scale scale = scale(unit);
        Metric metric = metric(quantity, channel, scale);
        into.value(device, metric, time, converted(value, scale, metric), quantity);
    }

    void state(String name, boolean on) {
        fields.certain(MetricWords.state(name), on ? 1 : 0, name);
    }

    void problem(int at, String detail) {
        into.problem("byte " + at, Reason.MALFORMED, detail);
    }

    private static Metric metric(String quantity, String channel, Scale scale) {
        Unit told = scale.unit();
        Unit unit = told == Unit.UNKNOWN
                ? told
                : Quantity.named(quantity).map(Quantity::unit).orElse(told);
        return Metric.of(quantity, channel, Optional.empty(), unit);
    }

    private static double converted(double value, Scale scale, Metric metric) {
        return scale.apply(value, metric.unit());
    }

    private static Scale scale(String unit) {
        return Units.of(unit).orElse(Units.plain(Unit.UNKNOWN));
    }
}
