package az.ocaq.simulation.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One fault of one device or of all devices of a site or a settlement.
 *
 * @param id its name in the schedule
 * @param kind what goes wrong
 * @param device {@code settlement/site/device}, {@code settlement/site} or {@code settlement}
 * @param from first moment
 * @param to first moment after it
 * @param metric which of the device's metrics is concerned; empty text for all
 * @param source the metric whose value is shown instead, for a wrong channel; else empty text
 * @param size how much, in the unit of the kind
 * @param gradual whether it grows to its size over its time (a leak), or is made good afterwards (backfill)
 */
public record Fault(
        String id,
        FaultKind kind,
        String device,
        Instant from,
        Instant to,
        String metric,
        String source,
        double size,
        boolean gradual) {
    /** Whether it concerns a device of this identity. */
    public boolean concerns(String deviceId) {
        return deviceId.equals(device) || deviceId.startsWith(device + "/");
    }

    /** Whether it is of a metric. */
    public boolean isOf(String name) {
        return metric.isEmpty() || metric.equals(name);
    }

    /** A JSON object that says what a monitoring server must find, where and when. */
    public String label() {
        ObjectNode label = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("kind", kind.word())
                .put("device", device)
                .put("metric", metric)
                .put("from", from.toString())
                .put("to", to.toString());
        if (!Double.isNaN(size)) {
            label.put("size", size);
        }
        return label.put("expected", kind.expected()).toString();
    }

    /** Whether it is there at a moment. */
    public boolean isActive(long epochMillis) {
        return epochMillis >= from.toEpochMilli() && epochMillis < to.toEpochMilli();
    }

    /** Its size at a moment: grows from nothing when it is gradual; dirt grows by the day, and snow melts. */
    public double sizeAt(long epochMillis) {
        double since = (double) epochMillis - from.toEpochMilli();
        double share = since / ((double) to.toEpochMilli() - from.toEpochMilli());
        return switch (kind) {
            case SOILING -> size * since / 8.64e7;
            case SNOW -> size * Math.min(1, 2 - 2 * share);
            default -> gradual ? size * share : size;
        };
    }
}
