package az.ocaq.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;

/** Devices for tests: Paho clients that wait for each acknowledgement. */
public final class MqttClients {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);

    private static final int MANY = 10;

    private MqttClients() {}

    /** Publishes texts at QoS 1 in order and returns when all are acknowledged. */
    public static void publish(String url, String topic, boolean retained, String... texts) throws Exception {
        MqttAsyncClient client = new MqttAsyncClient(url, "device-" + System.nanoTime(), new MemoryPersistence());
        client.connect().waitForCompletion(PATIENCE);
        for (String text : texts) {
            // Paho frees a message's place on another thread, some time after it has told of the acknowledgement
            if (client.getInFlightMessageCount() > MANY) {
                Awaitility.await().until(() -> client.getInFlightMessageCount() == 0);
            }
            client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, retained)
                    .waitForCompletion(PATIENCE);
        }
        client.disconnect().waitForCompletion(PATIENCE);
        client.close();
    }
}
