package az.ocaq.mqtt.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.mqtt.QuietCallback;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Devices with credentials of the database at the embedded broker. */
@Timeout(120)
@ParameterizedClass
@EnumSource
final class DeviceCredentialsTest {
    private static final String METER = "aghali/home-001/meter";
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);
    private static final int NOT_AUTHORIZED = 0x87;

    private final OperationalDatabase kind;
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    private Database database;
    private CredentialStore store;
    private KnownDevices devices;
    private EmbeddedBroker broker;
    private String secret;

    DeviceCredentialsTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = kind.open(vertx);
        store = new CredentialStore(database, Clock.systemUTC());
        secret = store.create(METER, List.of("village/" + METER + "/#")).orElseThrow();
        devices = new KnownDevices(vertx, database);
        broker = EmbeddedBroker.start(
                new BrokerSettings(
                        directory.resolve("broker"),
                        "127.0.0.1",
                        0,
                        false,
                        1 << 20,
                        "server",
                        "secret",
                        "ocaq",
                        0,
                        Optional.empty()),
                devices);
        subscribeServer();
    }

    /** Before it has subscribed, nobody is let in. */
    private void subscribeServer() throws Exception {
        MqttAsyncClient server = connect("ocaq", "server", "secret");
        server.subscribe("#", 1).waitForCompletion(PATIENCE);
        server.disconnect().waitForCompletion(PATIENCE);
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        devices.close();
        database.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void publish_ownTopics_isAccepted() throws Exception {
        MqttAsyncClient client = connect("meter-1", METER, secret);

        publish(client, "village/" + METER + "/telemetry", false);
        publish(client, "village/" + METER + "/status", true);

        client.disconnect().waitForCompletion(PATIENCE);
    }

    @Test
    void publish_topicsOfOthers_isRefused() throws Exception {
        MqttAsyncClient client = connect("meter-1", METER, secret);

        assertThat(codeOf(client, "village/aghali/home-002/meter/telemetry", false))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(codeOf(client, "village/aghali/home-002/meter/status", true)).isEqualTo(NOT_AUTHORIZED);
        client.disconnect().waitForCompletion(PATIENCE);
    }

    @Test
    void subscribe_device_isRefused() throws Exception {
        MqttAsyncClient client = connect("meter-1", METER, secret);

        var token = client.subscribe("#", 1);
        token.waitForCompletion(PATIENCE);

        assertThat(token.getReasonCodes()).containsExactly(NOT_AUTHORIZED);
        client.disconnectForcibly(0, 100, false);
    }

    @Test
    void subscribe_whatTheServerAsksOfIt_isAccepted_andOfOthersRefused() throws Exception {
        String edge = store.create("edge", List.of("spBv1.0/Water/+/Edge7/#", "N/c0619ab00001/#"))
                .orElseThrow();
        refresh();
        MqttAsyncClient client = connect("edge-1", "edge", edge);
        assertThat(answer(client, "spBv1.0/Water/NCMD/Edge7/#")).isEqualTo(1);
        assertThat(answer(client, "R/c0619ab00001/#")).isEqualTo(1);
        for (String other :
                List.of("spBv1.0/Water/NCMD/#", "R/c0619ab00002/#", "R/#", "#", "spBv1.0/Water/NDATA/Edge7")) {
            assertThat(answer(client, other)).as(other).isEqualTo(NOT_AUTHORIZED);
        }
        client.disconnectForcibly(0, 100, false);
    }

    @Test
    void whatTheServerAsks_reachesTheDevice_andNoOther() throws Exception {
        String edge = store.create("edge", List.of("spBv1.0/Water/+/Edge7/#", "N/c0619ab00001/#"))
                .orElseThrow();
        String other = store.create("other", List.of("spBv1.0/Water/+/Edge8/#", "N/c0619ab00002/#"))
                .orElseThrow();
        refresh();
        List<String> heard = new CopyOnWriteArrayList<>();
        MqttAsyncClient first = listening("edge-1", "edge", edge, heard, "Edge7", "c0619ab00001");
        MqttAsyncClient second = listening("edge-2", "other", other, heard, "Edge8", "c0619ab00002");
        MqttAsyncClient server = connect("ocaq-requests", "server", "secret");

        publish(server, "spBv1.0/Water/NCMD/Edge7", false);
        publish(server, "R/c0619ab00001/keepalive", false);
        publish(server, "spBv1.0/Water/NCMD/Edge8", false);

        await().atMost(Duration.ofSeconds(30)).until(() -> heard.size() >= 3);
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "edge-1 spBv1.0/Water/NCMD/Edge7",
                        "edge-1 R/c0619ab00001/keepalive",
                        "edge-2 spBv1.0/Water/NCMD/Edge8");
        for (MqttAsyncClient client : List.of(first, second, server)) {
            client.disconnectForcibly(0, 100, false);
        }
    }

    /** Notes who hears what. */
    private record Heard(String clientId, List<String> all) implements QuietCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            all.add(clientId + ' ' + topic);
        }
    }

    private MqttAsyncClient listening(
            String clientId, String user, String password, List<String> heard, String edge, String portal)
            throws MqttException {
        MqttAsyncClient client = connect(clientId, user, password);
        client.setCallback(new Heard(clientId, heard));
        assertThat(answer(client, "spBv1.0/Water/NCMD/" + edge)).isEqualTo(1);
        assertThat(answer(client, "R/" + portal + "/keepalive")).isEqualTo(1);
        return client;
    }

    @Test
    void connect_wrongRotatedOrRevoked_isRefused() throws Exception {
        assertThatThrownBy(() -> connect("a", METER, "wrong")).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> connect("b", "aghali/home-002/meter", secret)).isInstanceOf(MqttException.class);

        String fresh = store.rotate(METER).orElseThrow();
        refresh();
        assertThatThrownBy(() -> connect("c", METER, secret)).isInstanceOf(MqttException.class);
        connect("d", METER, fresh).disconnect().waitForCompletion(PATIENCE);

        assertThat(store.revoke(METER)).isTrue();
        refresh();
        assertThatThrownBy(() -> connect("e", METER, fresh)).isInstanceOf(MqttException.class);
    }

    @Test
    void publish_credentialsRevokedMeanwhile_isRefused() throws Exception {
        MqttAsyncClient client = connect("meter-1", METER, secret);
        publish(client, "village/" + METER + "/telemetry", false);

        assertThat(store.revoke(METER)).isTrue();
        refresh();

        assertThat(codeOf(client, "village/" + METER + "/telemetry", false)).isEqualTo(NOT_AUTHORIZED);
        client.disconnectForcibly(0, 100, false);
    }

    @Test
    void connect_serversClientIdentifiers_areRefusedToOthers() throws Exception {
        assertThatThrownBy(() -> connect("ocaq", METER, secret)).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> connect("ocaq-alarms", METER, secret)).isInstanceOf(MqttException.class);
        connect("ocaq-meter", METER, secret).disconnect().waitForCompletion(PATIENCE);
    }

    @Test
    void connect_willUnderTheTopicOfAnother_isRefused() {
        MqttConnectionOptions options = options(METER, secret);
        options.setWill(
                "village/aghali/home-002/meter/status", new MqttMessage("offline".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> connect("meter-1", options)).isInstanceOf(MqttException.class);
    }

    @Test
    void publish_toTheBrokersOwnTopics_isRefused_whateverEnvelopeItIsIn() throws Exception {
        MqttAsyncClient server = connect("ocaq", "server", "secret");
        List<String> heard = new CopyOnWriteArrayList<>();
        server.setCallback(new Heard("server", heard));
        server.subscribe("#", 1).waitForCompletion(PATIENCE);
        String other = "village/aghali/home-002/meter/telemetry";
        byte[] forged = ("\0\0" + (char) other.length() + other + "{}").getBytes(StandardCharsets.ISO_8859_1);

        for (String topic : List.of("$ocaq/will", "$ocaq/retained", "$ocaq.will", "x.~ocaq.y", "~ocaq/x")) {
            MqttAsyncClient client = connect("meter-1", METER, secret);
            try {
                client.publish(topic, forged, 1, false).waitForCompletion(PATIENCE);
            } catch (MqttException refused) {
                assertThat(refused.getReasonCode()).isNotZero();
            }
            client.disconnectForcibly(0, 100, false);
        }

        MqttAsyncClient client = connect("meter-1", METER, secret);
        publish(client, "village/" + METER + "/telemetry", false);
        await().until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("server village/" + METER + "/telemetry");
        client.disconnectForcibly(0, 100, false);
        server.disconnectForcibly(0, 100, false);
    }

    @Test
    void hash_ofMosquitto_matches() {
        String byMosquittoPasswd =
                "$7$101$tQSBQXwkxEvbrHsc$" + SecretHash.of("x").split("\\$", -1)[4];
        assertThat(SecretHash.matches("x", byMosquittoPasswd)).isFalse();
        assertThat(SecretHash.matches("secret", SecretHash.of("secret"))).isTrue();
        assertThat(SecretHash.matches("other", SecretHash.of("secret"))).isFalse();
        assertThat(SecretHash.matches("", "")).isFalse();
    }

    @Test
    void mosquittoFiles_haveTheValidOnes() throws Exception {
        var unused = store.create("old", List.of("x/#")).orElseThrow();
        assertThat(store.revoke("old")).isTrue();
        unused = store.create("edge", List.of("spBv1.0/Water/+/Edge7/#", "N/c0619ab00001/#", "spBv1.0/Wind/#"))
                .orElseThrow();

        MosquittoFiles.write(store.all(), directory.resolve("mosquitto"));

        assertThat(directory.resolve("mosquitto/passwords"))
                .content()
                .startsWith(METER + ":$7$101$")
                .doesNotContain("old");
        assertThat(directory.resolve("mosquitto/acl"))
                .content()
                .contains("user " + METER + "\ntopic write village/" + METER + "/#\n")
                .contains("""
                        user edge
                        topic write N/c0619ab00001/#
                        topic write spBv1.0/Water/+/Edge7/#
                        topic write spBv1.0/Wind/#
                        topic read R/c0619ab00001/#
                        topic read spBv1.0/Water/NCMD/Edge7/#
                        topic read spBv1.0/Wind/NCMD/#
                        """)
                .doesNotContain("old");
    }

    private void refresh() throws Exception {
        devices.refresh().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private MqttAsyncClient connect(String clientId, String user, String password) throws MqttException {
        return connect(clientId, options(user, password));
    }

    private MqttAsyncClient connect(String clientId, MqttConnectionOptions options) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(broker.url(), clientId, new MemoryPersistence());
        client.connect(options).waitForCompletion(PATIENCE);
        return client;
    }

    private static MqttConnectionOptions options(String user, String password) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        return options;
    }

    private static void publish(MqttAsyncClient client, String topic, boolean retained) throws MqttException {
        client.publish(topic, new byte[] {1}, 1, retained).waitForCompletion(PATIENCE);
    }

    private static int answer(MqttAsyncClient client, String filter) throws MqttException {
        var token = client.subscribe(filter, 1);
        token.waitForCompletion(PATIENCE);
        return token.getReasonCodes()[0];
    }

    private static int codeOf(MqttAsyncClient client, String topic, boolean retained) throws MqttException {
        var token = client.publish(topic, new byte[] {1}, 1, retained);
        try {
            token.waitForCompletion(PATIENCE);
        } catch (MqttException e) {
            return e.getReasonCode();
        }
        return token.getReasonCodes()[0];
    }
}
