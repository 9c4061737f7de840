package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoders;
import az.ocaq.measurement.Message;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is published to devices: alone, and by a running server to its embedded broker. */
@Timeout(120)
final class DeviceRequestsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T08:00:00Z");
    private static final String DATA = "spBv1.0/Water/DDATA/Edge7/Pump2";
    private static final String COMMAND = "spBv1.0/Water/NCMD/Edge7";
    private static final String SOC = "N/c0619ab00001/battery/512/Soc";
    private static final String KEEP_ALIVE = "R/c0619ab00001/keepalive";
    private static final String MARK = "village/aghali/home-001/meter/telemetry";

    private static final class Sent {
        private final String topic;
        private final byte[] payload;

        Sent(String topic, byte[] payload) {
            this.topic = topic;
            this.payload = payload;
        }

        String topic() {
            return topic;
        }

        byte[] payload() {
            return payload;
        }

        String text() {
            return topic + ' ' + new String(payload, StandardCharsets.UTF_8);
        }
    }

    private final Decoders decoders = Decoders.standard();
    private final List<Sent> sent = new ArrayList<>();
    private long seconds = -5;

    @Test
    void dataWithoutBirth_asksForARebirth_butNotAgainAtOnce() throws Exception {
        DeviceRequests requests = requests(true, false);

        hear(requests, DATA, data(1));
        hear(requests, DATA, data(2));

        assertThat(sent).singleElement().satisfies(it -> assertThat(it.topic()).isEqualTo(COMMAND));
        Payload payload = Payload.parseFrom(sent.get(0).payload());
        assertThat(payload.getTimestamp()).isEqualTo(NOON.toEpochMilli());
        assertThat(payload.getMetricsList()).singleElement().satisfies(it -> {
            assertThat(it.getName()).isEqualTo("Node Control/Rebirth");
            assertThat(it.getDatatype()).isEqualTo(11);
            assertThat(it.getBooleanValue()).isTrue();
        });
    }

    @Test
    void rebirthThatDoesNotHelp_isAskedForLessAndLessOften() {
        DeviceRequests requests = requests(true, false);

        for (int minute = 0; minute < 240; minute++) {
            hear(requests, DATA, data(minute % 256));
            seconds += 60;
        }

        // after 0, 1, 3, 7, 15, 31, 63 (once in 60 from here on) 123, 183 minutes
        assertThat(sent).hasSize(9);
    }

    @Test
    void gapInTheSequence_asksForARebirth_andGoodDataDoesNot() {
        DeviceRequests requests = requests(true, false);
        hear(requests, "spBv1.0/Water/NBIRTH/Edge7", birth(0));
        hear(requests, "spBv1.0/Water/NDATA/Edge7", data(1));
        assertThat(sent).isEmpty();

        hear(requests, "spBv1.0/Water/NDATA/Edge7", data(5));

        assertThat(sent).singleElement().satisfies(it -> assertThat(it.topic()).isEqualTo(COMMAND));
    }

    @Test
    void dataAfterADeath_andAGapBeforeABirthWithoutValues_askForARebirth() {
        DeviceRequests requests = requests(true, false);
        hear(requests, "spBv1.0/Water/NBIRTH/Edge7", birth(0));
        hear(requests, "spBv1.0/Water/NDEATH/Edge7", new byte[] {8, 1});
        hear(requests, "spBv1.0/Water/NDATA/Edge7", data(1));
        assertThat(sent).singleElement().satisfies(it -> assertThat(it.topic()).isEqualTo(COMMAND));

        hear(requests, "spBv1.0/Water/NBIRTH/Edge8", birth(0));
        hear(
                requests,
                "spBv1.0/Water/DBIRTH/Edge8/Pump2",
                Payload.newBuilder().setSeq(4).build().toByteArray());
        assertThat(sent).hasSize(2);
    }

    @Test
    void manyEdgeNodesAtOnce_areAskedOneAfterTheOther() {
        DeviceRequests requests = requests(true, false);

        for (int turn = 0; turn < 2; turn++) {
            for (int node = 0; node < 50; node++) {
                hear(requests, "spBv1.0/Water/NDATA/Edge" + node, data(1));
            }
            seconds++;
        }

        assertThat(sent).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void venusGateway_isAskedAtOnceAndThenEveryThirtySeconds() {
        DeviceRequests requests = requests(false, true);

        hear(requests, SOC, "{\"value\":80}".getBytes(StandardCharsets.UTF_8));
        hear(
                requests,
                "N/c0619ab00001/full_publish_completed",
                "{\"value\":1702459530}".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 66; i++) {
            seconds += 5;
            requests.tick();
        }

        String changes = KEEP_ALIVE + " {\"keepalive-options\":[\"suppress-republish\"]}";
        assertThat(sent.stream().map(Sent::text))
                .containsExactly(
                        KEEP_ALIVE + ' ',
                        changes,
                        changes,
                        changes,
                        changes,
                        changes,
                        changes,
                        changes,
                        changes,
                        changes,
                        KEEP_ALIVE + ' ',
                        changes);
    }

    @Test
    void venusGatewayOfAnOlderVersion_isAskedWithAnEmptyPayload_untilItIsGoneForADay() {
        DeviceRequests requests = requests(false, true);

        hear(requests, SOC, "{\"value\":80}".getBytes(StandardCharsets.UTF_8));
        seconds += 30;
        requests.tick();
        assertThat(sent.stream().map(Sent::text)).containsExactly(KEEP_ALIVE + ' ', KEEP_ALIVE + ' ');

        seconds += 86_400;
        requests.tick();
        assertThat(sent).hasSize(2);
    }

    @Test
    void server_withItsDefaults_publishesNothing(@TempDir Path directory) throws Exception {
        List<Sent> seen = seen(directory, Map.of(), 3);

        assertThat(seen.stream().map(Sent::topic)).containsExactlyInAnyOrder(DATA, SOC, MARK);
    }

    @Test
    void server_thatMayAsk_publishesBothRequests(@TempDir Path directory) throws Exception {
        Map<String, String> allowed =
                Map.of("OCAQ_MQTT_REQUESTS_SPARKPLUG_REBIRTH", "true", "OCAQ_MQTT_REQUESTS_VICTRON_KEEPALIVE", "true");

        List<Sent> seen = seen(directory, allowed, 5);

        assertThat(seen.stream().map(Sent::topic)).containsExactlyInAnyOrder(DATA, SOC, MARK, COMMAND, KEEP_ALIVE);
        assertThat(seen)
                .filteredOn(it -> it.topic().equals(COMMAND))
                .singleElement()
                .satisfies(it -> assertThat(
                                Payload.parseFrom(it.payload()).getMetrics(0).getName())
                        .isEqualTo("Node Control/Rebirth"));
        assertThat(seen)
                .filteredOn(it -> it.topic().equals(KEEP_ALIVE))
                .singleElement()
                .satisfies(it -> assertThat(it.payload()).isEmpty());
    }

    /** Everything that goes over the broker of a server which heard an undescribed pump and a gateway. */
    private static List<Sent> seen(Path directory, Map<String, String> allowed, int messages) throws Exception {
        List<Sent> seen = new CopyOnWriteArrayList<>();
        Vertx vertx = Vertx.vertx();
        try (Village village = village(directory, allowed)) {
            MqttClient watcher = new MqttClient(village.brokerUrl(), "watcher", new MemoryPersistence());
            watcher.connect();
            IMqttMessageListener listener = (topic, message) -> seen.add(new Sent(topic, message.getPayload()));
            var unusedToken = watcher.subscribe(
                    new MqttSubscription[] {new MqttSubscription("#", 1)}, new IMqttMessageListener[] {listener});
            OperatorClient operator = OperatorClient.signIn(village, "aghali");
            MqttPublisher devices = new MqttPublisher(vertx, PublisherSettings.of(village.brokerUrl(), "devices"));
            done(devices.connect());
            done(devices.publish(DATA, data(1), false));
            done(devices.publish(SOC, "{\"value\":80}".getBytes(StandardCharsets.UTF_8), false));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> operator.metric("ocaq_messages_acknowledged_total") >= messages - 1);
            done(devices.publish(MARK, "{\"active_power\":1}".getBytes(StandardCharsets.UTF_8), false));
            await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() >= messages);
            done(devices.close());
            watcher.disconnect();
            watcher.close();
        } finally {
            done(vertx.close());
        }
        return seen;
    }

    private static Village village(Path directory, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        return Village.start(
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), Clock.systemUTC());
    }

    private DeviceRequests requests(boolean rebirth, boolean keepAlive) {
        return new DeviceRequests(
                new Settings.Requests(rebirth, keepAlive),
                (topic, payload) -> sent.add(new Sent(topic, payload)),
                Clock.fixed(NOON, ZoneOffset.UTC),
                () -> seconds * 1_000_000_000L);
    }

    private void hear(DeviceRequests requests, String topic, byte[] payload) {
        Message message = new Message(topic, payload, NOON, false);
        Decoded decoded = decoders.decode(message);
        requests.heard(message, decoded);
    }

    private static byte[] birth(int seq) {
        return Payload.newBuilder()
                .setSeq(seq)
                .addMetrics(Payload.Metric.newBuilder()
                        .setName("Level")
                        .setAlias(1)
                        .setDatatype(10)
                        .setDoubleValue(2.5))
                .build()
                .toByteArray();
    }

    private static byte[] data(int seq) {
        return Payload.newBuilder()
                .setSeq(seq)
                .addMetrics(Payload.Metric.newBuilder().setAlias(1).setDoubleValue(2.5))
                .build()
                .toByteArray();
    }
}
