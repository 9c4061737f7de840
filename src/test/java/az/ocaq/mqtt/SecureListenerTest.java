package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.FreePort;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.DeviceCredentials;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import az.ocaq.tls.CertificateWatch;
import az.ocaq.tls.TestAuthority;
import az.ocaq.tls.TlsFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mosquitto's client as a device at the encrypted listener of the embedded broker. */
@Timeout(120)
@EnabledIf("az.ocaq.mqtt.Command#mosquittoIsThere")
final class SecureListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String METER = "aghali/home-001/meter";
    private static final String TOPIC = "village/" + METER + "/telemetry";
    private static final DeviceCredentials ONE_METER = new DeviceCredentials() {
        @Override
        public boolean mayConnect(String user, String password) {
            return user.equals(METER) && password.equals("secret of the meter");
        }

        @Override
        public boolean mayPublish(String user, String topic) {
            return user.equals(METER) && topic.startsWith("village/" + METER + "/");
        }
    };

    private final Vertx vertx = Vertx.vertx();
    private final RecordingReceiver receiver = new RecordingReceiver();

    @TempDir
    Path directory;

    private TestAuthority authority;
    private Optional<EmbeddedBroker> broker = Optional.empty();
    private Optional<MqttSource> source = Optional.empty();

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (source.isPresent()) {
            done(source.get().close());
        }
        broker.ifPresent(EmbeddedBroker::close);
        done(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void publish_withCredentials_arrives(String version) throws Exception {
        int port = start(Optional.empty());

        assertThat(publish(port, "secret of the meter", "-V", version)).isEmpty();

        await().atMost(PATIENCE).until(() -> receiver.messages().size() == 1);
        assertThat(new String(receiver.messages().get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
    }

    @Test
    void publish_wrongPasswordOrWithoutTls_isRefused() throws Exception {
        int port = start(Optional.empty());

        assertThat(publish(port, "wrong")).isNotEmpty();
        assertThat(Command.run(directory, "mosquitto_pub", "-h", "localhost", "-p", "" + port, "-t", TOPIC, "-m", "x"))
                .isNotEmpty();
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void publish_certificateAskedFor_onlyTheAuthoritysIsTaken() throws Exception {
        int port = start(Optional.of(authority.certificate()));
        TlsFiles device = authority.sign("device", "device");
        TestAuthority stranger = new TestAuthority(Files.createDirectory(directory.resolve("stranger")));
        TlsFiles strange = stranger.sign("device", "device");

        assertThat(publish(port, "secret of the meter")).isNotEmpty();
        assertThat(publish(port, "secret of the meter", identity(strange))).isNotEmpty();
        assertThat(publish(port, "wrong", identity(device))).isNotEmpty();
        assertThat(receiver.messages()).isEmpty();
        assertThat(publish(port, "secret of the meter", identity(device))).isEmpty();
        await().atMost(PATIENCE).until(() -> receiver.messages().size() == 1);
    }

    @Test
    void certificate_renewedOnDisk_isUsedWithoutARestart() throws Exception {
        int port = start(Optional.empty());
        EmbeddedBroker running = broker.orElseThrow();
        TlsFiles files = new TlsFiles(
                "mqtt.secure", directory.resolve("broker.pem"), directory.resolve("broker.key"), Optional.empty());
        new CertificateWatch(vertx, Clock.systemUTC())
                .watch(
                        files,
                        () -> vertx.executeBlocking(() -> {
                            running.renewCertificate();
                            return null;
                        }));
        X509Certificate before = certificate(port);

        TlsFiles unused = authority.sign("mqtt.secure", "broker");

        // the listener is away for a moment while it takes the new one
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(
                        () -> assertThat(certificate(port).getSerialNumber()).isNotEqualTo(before.getSerialNumber()));
        assertThat(publish(port, "secret of the meter")).isEmpty();
        await().atMost(PATIENCE).until(() -> receiver.messages().size() == 1);
    }

    private int start(Optional<Path> clientAuthority) throws Exception {
        TlsFiles signed = authority.sign("mqtt.secure", "broker");
        TlsFiles files = new TlsFiles(signed.section(), signed.certificate(), signed.key(), clientAuthority);
        int port = FreePort.find();
        EmbeddedBroker started = EmbeddedBroker.start(
                new BrokerSettings(
                        directory.resolve("data"),
                        "127.0.0.1",
                        0,
                        false,
                        1 << 20,
                        "server",
                        "secret",
                        "ocaq",
                        0,
                        Optional.of(new BrokerSettings.Secure("127.0.0.1", port, files))),
                ONE_METER);
        broker = Optional.of(started);
        MqttSettings settings =
                new MqttSettings(started.url(), "ocaq", "server", "secret", List.of("village/#"), 1_000);
        source = Optional.of(new MqttSource(vertx, vertx.getOrCreateContext(), settings, receiver, Clock.systemUTC()));
        done(source.get().start());
        return started.securePort();
    }

    /** What the client complains about. */
    private List<String> publish(int port, String password, String... more) throws Exception {
        String line = "mosquitto_pub -h localhost -p " + port + " --cafile " + authority.certificate()
                + " -q 1 -m hello -t " + TOPIC + " -u " + METER + " -P";
        String[] words = (line + " x").split(" ");
        words[words.length - 1] = password;
        String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Command.run(directory, all);
    }

    private static String[] identity(TlsFiles files) {
        return new String[] {
            "--cert", files.certificate().toString(), "--key", files.key().toString()
        };
    }

    private X509Certificate certificate(int port) throws Exception {
        MqttTls trusting = new MqttTls(Optional.of(authority.certificate()), Optional.empty());
        try (SSLSocket socket = (SSLSocket) trusting.socketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
