package az.ocaq.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time to say who they are, or never do. */
@Timeout(180)
final class SlowConnectTest {
    private static final byte[] BEGINNING = "\20\40\0\4MQTT\4\2\0\0\0\24aa".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void connectThatDoesNotEnd_isClosed_andOthersAreServed(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        new BrokerSettings(directory, "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"));
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), broker.port());
                Socket begun = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            begun.getOutputStream().write(BEGINNING);
            silent.setSoTimeout(90_000);
            begun.setSoTimeout(90_000);

            MqttClients.publish(broker.url(), "village/aghali/home-001/meter/telemetry", false, "{}");

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(begun.getInputStream().read()).isEqualTo(-1);
        }
    }
}
