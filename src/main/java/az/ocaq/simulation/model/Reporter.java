package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A simulated device: tells what it measures at a moment, with the resolution of its type. One thread at a time. */
public final class Reporter {
    private final Device device;
    private final DeviceModel model;
    private final Village village;
    private final String topic;
    private final long phase;
    private final double[] values;
    private final List<Output> outputs = new ArrayList<>();

    Reporter(Models.Modelled modelled, Village village) {
        this.device = modelled.subject().device();
        this.model = modelled.model();
        this.village = village;
        this.topic = "village/" + device.id() + "/telemetry";
        this.phase = Math.floorMod(
                modelled.subject().key() >>> 7, device.type().interval().toSeconds());
        this.values = new double[model.metrics().size()];
        Map<String, MetricRange> metrics = device.type().metrics();
        for (int i = 0; i < values.length; i++) {
            MetricRange range = metrics.get(model.metrics().get(i));
            if (range != null) {
                outputs.add(new Output(i, new SeriesId(device.id(), range.metric()), Resolution.of(range)));
            }
        }
    }

    private record Output(int index, SeriesId series, Resolution resolution) {}

    public Device device() {
        return device;
    }

    /** The topic name of its telemetry. */
    public String topic() {
        return topic;
    }

    /** Whether it reports in a second, when it reports every {@code every} seconds. */
    public boolean isDue(long epochSecond, long every) {
        return Math.floorMod(epochSecond - phase, every) == 0;
    }

    /** The second within its interval at which it reports. */
    public long phase() {
        return phase;
    }

    /** Its readings at a time. */
    public void readings(long epochMillis, Consumer<Reading> to) {
        measure(epochMillis);
        Instant time = Instant.ofEpochMilli(epochMillis);
        for (Output output : outputs) {
            double value = values[output.index()];
            if (!Double.isNaN(value)) {
                to.accept(new Reading(output.series(), time, output.resolution().value(value), Quality.GOOD));
            }
        }
    }

    /** Its message of the native convention at a time. */
    public byte[] payload(long epochMillis) {
        measure(epochMillis);
        StringBuilder json = new StringBuilder(256).append("{\"ts\":").append(epochMillis);
        for (Output output : outputs) {
            double value = values[output.index()];
            if (!Double.isNaN(value)) {
                json.append(",\"").append(output.series().metric().name()).append("\":");
                output.resolution().print(value, json);
            }
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void measure(long epochMillis) {
        Moment at = village.at(epochMillis);
        Arrays.fill(values, Double.NaN);
        model.report(at, values);
    }
}
