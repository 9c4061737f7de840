package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import org.eclipse.tahu.protobuf.SparkplugBProto.DataType;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;

/**
 * Sparkplug B (ISO/IEC 20237): an edge node with one device. Births describe the metrics and give each an alias, data
 * carry the alias alone; sequence numbers run to 255; node birth and death share {@code bdSeq}.
 */
final class SparkplugVoice implements Voice {
    private static final int NUMBERS = 256;

    private final String group;
    private final String edge;
    private final String device;
    private long session = -1;
    private int sequence;
    private long lastMillis;

    SparkplugVoice(DeviceId id) {
        group = id.settlement();
        edge = id.site();
        device = id.device();
    }

    private String topic(String type, boolean ofNode) {
        String node = "spBv1.0/" + group + '/' + type + '/' + edge + '-' + device;
        return ofNode ? node : node + '/' + device;
    }

    @Override
    public void begin(Report first, Sink out) {
        session = (session + 1) % NUMBERS;
        sequence = 0;
        Payload.Builder node = next(first.millis());
        node.addMetrics(birthOrDeath(first.millis()));
        node.addMetrics(Payload.Metric.newBuilder()
                .setName("Node Control/Rebirth")
                .setDatatype(DataType.Boolean.getNumber())
                .setTimestamp(first.millis())
                .setBooleanValue(false));
        out.say(topic("NBIRTH", true), node.build().toByteArray(), false);
        Payload.Builder birth = next(first.millis());
        for (int i = 0; i < first.size(); i++) {
            Payload.Metric.Builder metric =
                    metric(first, i).setName(first.metric(i).name()).setDatatype(DataType.Double.getNumber());
            metric.setProperties(Payload.PropertySet.newBuilder()
                    .addKeys("engUnit")
                    .addValues(Payload.PropertyValue.newBuilder()
                            .setType(DataType.String.getNumber())
                            .setStringValue(first.metric(i).unit().code())));
            birth.addMetrics(metric);
        }
        out.say(topic("DBIRTH", false), birth.build().toByteArray(), false);
    }

    private Payload.Builder next(long millis) {
        lastMillis = millis;
        Payload.Builder payload = Payload.newBuilder().setTimestamp(millis).setSeq(sequence);
        sequence = (sequence + 1) % NUMBERS;
        return payload;
    }

    private Payload.Metric birthOrDeath(long millis) {
        return Payload.Metric.newBuilder()
                .setName("bdSeq")
                .setDatatype(DataType.Int64.getNumber())
                .setTimestamp(millis)
                .setLongValue(session)
                .build();
    }

    private static Payload.Metric.Builder metric(Report report, int index) {
        Payload.Metric.Builder metric =
                Payload.Metric.newBuilder().setAlias(index + 1L).setTimestamp(report.millis());
        return report.isTold(index) ? metric.setDoubleValue(report.value(index)) : metric.setIsNull(true);
    }

    @Override
    public void tell(Report report, Sink out) {
        Payload.Builder data = next(report.millis());
        for (int i = 0; i < report.size(); i++) {
            if (report.isTold(i)) {
                data.addMetrics(metric(report, i));
            }
        }
        out.say(topic("DDATA", false), data.build().toByteArray(), false);
    }

    @Override
    public void end(Sink out) {
        Payload death = Payload.newBuilder()
                .setTimestamp(lastMillis)
                .addMetrics(birthOrDeath(lastMillis))
                .build();
        out.say(topic("NDEATH", true), death.toByteArray(), false);
    }

    @Override
    public boolean tellsLater() {
        return true;
    }
}
