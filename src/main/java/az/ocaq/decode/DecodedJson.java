package az.ocaq.decode;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What came out of one message as JSON: the line that {@code ocaq decode} prints. */
public final class DecodedJson {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final ObjectNode line = JsonNodeFactory.instance.objectNode();

    private DecodedJson(JsonNode id, String decoder) {
        if (!id.isMissingNode()) {
            line.set("id", id);
        }
        line.put("outcome", "");
        line.put("decoder", decoder);
    }

    /** With where each value stands ({@code path} or {@code offset}) and what was left ({@code left}). */
    public static ObjectNode of(JsonNode id, String decoder, Decoded decoded, Explanation explanation) {
        ObjectNode line = of(id, decoder, decoded);
        JsonNode entries = line.path("readings");
        int readings = explanation.readings().size();
        for (int i = 0; i < entries.size() && entries.get(i) instanceof ObjectNode entry; i++) {
            Explanation.Place place = i < readings
                    ? explanation.readings().get(i)
                    : explanation.texts().get(i - readings);
            place.path().ifPresent(it -> entry.put("path", it));
            place.offset().ifPresent(it -> entry.put("offset", it));
        }
        var left = line.putArray("left");
        explanation.left().forEach(it -> left.addObject().put("path", it.path()).put("reason", it.reason()));
        return line;
    }

    /** Without an explanation. {@code id} is the message's own, or missing. */
    public static ObjectNode of(JsonNode id, String decoder, Decoded decoded) {
        DecodedJson json = new DecodedJson(id, decoder);
        if (decoded instanceof Decoded.Readings readings) {
            json.readings(readings);
        } else if (decoded instanceof Decoded.Status status) {
            json.outcome("status").put("device", status.device().toString()).put("status", status.word());
        } else if (decoded instanceof Decoded.Metadata metadata) {
            ObjectNode out = json.outcome("metadata");
            metadata.device().map(DeviceId::toString).ifPresent(device -> out.put("device", device));
        } else if (decoded instanceof Decoded.Ignored ignored) {
            json.outcome("ignored").put("reason", ignored.why());
        } else if (decoded instanceof Decoded.Rejected rejected) {
            ObjectNode out =
                    json.outcome("rejected").put("reason", rejected.reason().word() + ": " + rejected.detail());
            rejected.device().map(DeviceId::toString).ifPresent(device -> out.put("device", device));
        }
        if (!json.line.has("readings")) {
            json.line.putArray("readings");
        }
        return json.line;
    }

    /** A message that says of several devices that they are there or not, and has no values, is a status too. */
    private void readings(Decoded.Readings decoded) {
        boolean valued = !decoded.readings().isEmpty() || !decoded.texts().isEmpty();
        ObjectNode out = outcome(valued ? "readings" : "status")
                .put("device", decoded.device().toString());
        var array = out.putArray("readings");
        for (Reading reading : decoded.readings()) {
            Metric metric = reading.series().metric();
            ObjectNode entry = entry(reading.series().device(), metric);
            if (metric.unit() == Unit.STATE && (reading.value() == 0 || reading.value() == 1)) {
                entry.put("value", reading.value() != 0);
            } else {
                entry.put("value", reading.value());
            }
            array.add(stamped(entry, metric, reading.time(), reading.quality()));
        }
        for (Decoded.Text text : decoded.texts()) {
            ObjectNode entry = entry(text.device(), text.metric()).put("value", text.value());
            array.add(stamped(entry, text.metric(), text.time(), Quality.GOOD));
        }
        statuses(decoded, out);
        var problems = out.putArray("problems");
        decoded.problems().forEach(it -> problems.add(it.path() + ": " + it.detail()));
    }

    private static void statuses(Decoded.Readings decoded, ObjectNode out) {
        for (Decoded.Status status : decoded.statuses()) {
            if (status.device().equals(decoded.device())) {
                out.put("status", status.word());
            } else {
                out.withArray("statuses")
                        .addObject()
                        .put("device", status.device().toString())
                        .put("status", status.word());
            }
        }
    }

    private ObjectNode outcome(String word) {
        return line.put("outcome", word);
    }

    private static ObjectNode entry(DeviceId device, Metric metric) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("device", device.toString())
                .put("metric", metric.name())
                .put("quantity", metric.quantity());
        metric.phase().ifPresent(phase -> entry.put("phase", phase.name()));
        if (!metric.channel().isEmpty()) {
            entry.put("channel", metric.channel());
        }
        return entry;
    }

    private static ObjectNode stamped(ObjectNode entry, Metric metric, Instant time, Quality quality) {
        return entry.put("unit", metric.unit().code())
                .put("ts", TIME.format(time))
                .put("quality", quality.word());
    }
}
