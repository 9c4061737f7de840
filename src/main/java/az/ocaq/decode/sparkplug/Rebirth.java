package az.ocaq.decode.sparkplug;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.measurement.Message;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.tahu.protobuf.SparkplugBProto.DataType;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;

/** The request that an edge node describes itself and its devices anew (Sparkplug 3.0, section 6.4.16). */
public record Rebirth(String group, String edge) {
    private static final String METRIC = "Node Control/Rebirth";

    /** The rebirth without which a message cannot be understood, or before which messages were lost. */
    public static Optional<Rebirth> wanted(Message message, Decoded decoded) {
        if (message.retained() || !message.topic().startsWith(SparkplugTopic.PREFIX) || !isIncomplete(decoded)) {
            return Optional.empty();
        }
        return SparkplugTopic.parse(message.topic()).map(it -> new Rebirth(it.group(), it.edge()));
    }

    /** Where the edge node listens for commands. */
    public String topic() {
        return SparkplugTopic.PREFIX + group + "/NCMD/" + edge;
    }

    /** The command's payload. */
    public byte[] payload(Instant time) {
        return Payload.newBuilder()
                .setTimestamp(time.toEpochMilli())
                .addMetrics(Payload.Metric.newBuilder()
                        .setName(METRIC)
                        .setTimestamp(time.toEpochMilli())
                        .setDatatype(DataType.Boolean_VALUE)
                        .setBooleanValue(true))
                .build()
                .toByteArray();
    }

    private static boolean isIncomplete(Decoded decoded) {
        if (decoded instanceof Decoded.Rejected rejected) {
            return isIncomplete(rejected.reason());
        }
        return decoded instanceof Decoded.Readings readings
                && readings.problems().stream().anyMatch(it -> isIncomplete(it.reason()));
    }

    private static boolean isIncomplete(Reason reason) {
        return reason == Reason.NOT_DESCRIBED || reason == Reason.LOST_BEFORE;
    }
}
