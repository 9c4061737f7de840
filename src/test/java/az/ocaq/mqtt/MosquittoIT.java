package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.MosquittoServer;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mosquitto's broker with certificates for the source, and Mosquitto's clients as devices. */
@Timeout(180)
@EnabledIf("az.ocaq.mqtt.Command#mosquittoIsThere")
final class MosquittoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final String STATUS = "village/aghali/home-001/meter/status";

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    private Optional<MosquittoServer> mosquitto = Optional.empty();

    @AfterEach
    void close() throws Exception {
        mosquitto.ifPresent(MosquittoServer::close);
        done(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void source_overTlsWithCertificate_getsWhatDevicesPublish(String version) throws Exception {
        int port = startWithTls();
        RecordingReceiver receiver = new RecordingReceiver();
        MqttSource source = source("ssl://localhost:" + port, tls("server-of-ours"), receiver);

        publish(version, port, "--cafile", "ca.pem", "--cert", "device.pem", "--key", "device.key");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.messages())
                        .singleElement()
                        .matches(it -> it.topic().equals(TOPIC)
                                && new String(it.payload(), java.nio.charset.StandardCharsets.UTF_8).equals("hello")));
        done(source.close());
    }

    @Test
    void source_withoutCertificate_isRefused() throws Exception {
        int port = startWithTls();
        MqttTls noIdentity = new MqttTls(Optional.of(directory.resolve("ca.pem")), Optional.empty());

        assertThatThrownBy(() -> source("ssl://localhost:" + port, noIdentity, new RecordingReceiver()))
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void source_brokerOfAnUnknownAuthority_isNotTrusted() throws Exception {
        int port = startWithTls();

        assertThatThrownBy(() -> source("ssl://localhost:" + port, MqttTls.SYSTEM, new RecordingReceiver()))
                .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void embeddedBroker_mosquittosClients_retainedAndLive(String version) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                new BrokerSettings(directory.resolve("broker"), "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"))) {
            int port = broker.port();
            List<String> unused = mosquitto("pub", version, port, "-t", STATUS, "-m", "online", "-r", "-q", "1");
            assertThat(retained(version, port, "village/+/+/meter/status"))
                    .containsExactly(STATUS + " online retained=1");
            assertThat(retained(version, port, STATUS)).containsExactly(STATUS + " online retained=1");

            List<String> unusedLater = mosquitto("pub", version, port, "-t", STATUS, "-m", "offline", "-r", "-q", "0");
            assertThat(retained(version, port, "#")).containsExactly(STATUS + " offline retained=1");

            List<String> unusedClear = mosquitto("pub", version, port, "-t", STATUS, "-n", "-r", "-q", "1");
            assertThat(retained(version, port, "#")).noneMatch(line -> line.startsWith(STATUS));
        }
    }

    /** What a new subscriber gets at once. */
    private List<String> retained(String version, int port, String filter) throws Exception {
        return mosquitto("sub", version, port, "-t", filter, "-q", "1", "-W", "3", "-F", "%t %p retained=%r").stream()
                .filter(line -> line.contains("retained="))
                .toList();
    }

    private List<String> mosquitto(String client, String version, int port, String... words) throws Exception {
        String[] command = new String[words.length + 7];
        System.arraycopy(
                new String[] {"mosquitto_" + client, "-V", version, "-h", "localhost", "-p", String.valueOf(port)},
                0,
                command,
                0,
                7);
        System.arraycopy(words, 0, command, 7, words.length);
        return Command.run(directory, command);
    }

    private void publish(String version, int port, String... tls) throws Exception {
        String[] words = new String[tls.length + 6];
        System.arraycopy(new String[] {"-t", TOPIC, "-m", "hello", "-q", "1"}, 0, words, 0, 6);
        System.arraycopy(tls, 0, words, 6, tls.length);
        assertThat(mosquitto("pub", version, port, words)).isEmpty();
    }

    private MqttTls tls(String name) {
        return new MqttTls(
                Optional.of(directory.resolve("ca.pem")),
                Optional.of(new MqttTls.Identity(directory.resolve(name + ".pem"), directory.resolve(name + ".key"))));
    }

    /** An authority of the test's own, and certificates of it for the broker, our server and a device. */
    private int startWithTls() throws Exception {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-authority -keyout ca.key -out ca.pem");
        Files.writeString(directory.resolve("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        for (String name : List.of("broker", "server-of-ours", "device")) {
            openssl("req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name + " -keyout " + name
                    + ".key -out " + name + ".csr");
            openssl("x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -in " + name
                    + ".csr -out " + name + ".pem");
        }
        MosquittoServer started = MosquittoServer.start(
                directory,
                "cafile " + directory.resolve("ca.pem"),
                "certfile " + directory.resolve("broker.pem"),
                "keyfile " + directory.resolve("broker.key"),
                "require_certificate true",
                "use_identity_as_username true");
        mosquitto = Optional.of(started);
        return started.port();
    }

    private void openssl(String words) throws Exception {
        List<String> unused = Command.run(directory, ("openssl " + words).split(" "));
    }

    private MqttSource source(String url, MqttTls tls, Receiver receiver) throws Exception {
        MqttSettings settings = new MqttSettings(url, "ocaq", "", "", List.of("village/#"), 1, 1_000, tls);
        MqttSource source = new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC());
        try {
            done(source.start());
        } catch (Exception e) {
            done(source.close());
            throw e;
        }
        return source;
    }
}
