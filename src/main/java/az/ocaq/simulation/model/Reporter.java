package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.device.MetricRange;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.simulation.fault.FaultKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A simulated device: tells what it measures at a moment, with the resolution of its type. One thread at a time. */
public final class Reporter {
    private static final int MOST_KEPT = 499;

    private final Device device;
    private final DeviceModel model;
    private final Faults faults;
    private final long key;
    private final Village village;
    private final String topic;
    private final long phase;
    private final double[] values;
    private final List<Output> outputs = new ArrayList<>();

    Reporter(Models.Modelled modelled, Village village) {
        this.device = modelled.subject().device();
        this.faults = modelled.subject().faults();
        this.key = modelled.subject().key();
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

    /** The time that its clock shows. */
    private long told(long epochMillis) {
        return faults.all().isEmpty()
                ? epochMillis
                : epochMillis + Math.round(1000 * faults.size(FaultKind.CLOCK_SKEW, epochMillis));
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
        Instant time = Instant.ofEpochMilli(told(epochMillis));
        for (Output output : outputs) {
            double value = values[output.index()];
            if (!Double.isNaN(value)) {
                to.accept(new Reading(output.series(), time, output.resolution().value(value), Quality.GOOD));
            }
        }
    }

    /** Its message at a time; an array of all it has kept, at most 500 messages, when it was offline until now. */
    public byte[] payloadWithBacklog(long epochMillis, long everyMillis) {
        if (faults.all().isEmpty() || !faults.keeps(epochMillis - everyMillis)) {
            return json(epochMillis).toString().getBytes(StandardCharsets.UTF_8);
        }
        long first = epochMillis;
        for (int i = 0; i < MOST_KEPT && faults.keeps(first - everyMillis); i++) {
            first -= everyMillis;
        }
        StringBuilder all = new StringBuilder("[");
        for (long millis = first; millis <= epochMillis; millis += everyMillis) {
            all.append(millis == first ? "" : ",").append(json(millis));
        }
        return all.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder json(long epochMillis) {
        measure(epochMillis);
        StringBuilder json = new StringBuilder(256).append("{\"ts\":").append(told(epochMillis));
        for (Output output : outputs) {
            double value = values[output.index()];
            if (!Double.isNaN(value)) {
                json.append(",\"").append(output.series().metric().name()).append("\":");
                output.resolution().print(value, json);
            }
        }
        return json.append('}');
    }

    /** What faulty instruments make of the values. */
    private void spoil(long epochMillis) {
        long shown = faults.shown(epochMillis, village.dayStart());
        double[] held = values;
        if (shown != epochMillis) {
            held = new double[values.length];
            model.report(village.at(shown), held);
        }
        for (Output output : outputs) {
            String metric = output.series().metric().name();
            boolean stuck = shown != epochMillis && faults.holds(metric, epochMillis);
            double value = stuck ? held[output.index()] : values[output.index()];
            values[output.index()] = faults.seen(metric, value, epochMillis, key);
        }
    }

    /** Whether nobody hears of it at a time. */
    public boolean isOffline(long epochMillis) {
        return !faults.all().isEmpty() && faults.has(FaultKind.OFFLINE, epochMillis);
    }

    /** Whether its messages come twice at a time. */
    public boolean isDoubled(long epochMillis) {
        return !faults.all().isEmpty() && faults.has(FaultKind.DUPLICATE, epochMillis);
    }

    private void measure(long epochMillis) {
        Moment at = village.at(epochMillis);
        Arrays.fill(values, Double.NaN);
        model.report(at, values);
        if (!faults.all().isEmpty()) {
            spoil(epochMillis);
        }
    }
}
