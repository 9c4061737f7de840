package az.ocaq;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** MQTT clients of people and devices that speak JSON. */
final class Terminals {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(60);

    private Terminals() {}

    static void publish(MqttAsyncClient client, String topic, JsonObject json) throws MqttException {
        client.publish(topic, json.encode().getBytes(StandardCharsets.UTF_8), 1, false)
                .waitForCompletion(PATIENCE);
    }

    static void listen(MqttAsyncClient client, String filter, Consumer<JsonObject> listener) throws MqttException {
        IMqttMessageListener heard = (topic, message) -> listener.accept(new JsonObject(text(message)));
        client.subscribe(
                        new MqttSubscription[] {new MqttSubscription(filter, 1)},
                        null,
                        null,
                        new IMqttMessageListener[] {heard},
                        new MqttProperties())
                .waitForCompletion(PATIENCE);
    }

    static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    static MqttAsyncClient connect(String url, String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        MqttAsyncClient client = new MqttAsyncClient(url, "test-" + System.nanoTime(), new MemoryPersistence());
        client.connect(options).waitForCompletion(PATIENCE);
        return client;
    }
}
