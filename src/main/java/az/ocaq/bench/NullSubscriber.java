package az.ocaq.bench;

import az.ocaq.mqtt.QuietCallback;
import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * The embedded broker with a Paho subscriber that does nothing: what Ocaq's ingest is compared with. A process of its own:
 * prints its port, then ten times a second how many messages it has got.
 */
public final class NullSubscriber implements QuietCallback {
    private final AtomicLong received = new AtomicLong();

    private NullSubscriber() {}

    /** Runs until the process is ended. */
    public static void run(Path directory) throws MqttException, InterruptedException {
        EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", 0, true, 1 << 20, "null", "null"));
        NullSubscriber subscriber = new NullSubscriber();
        MqttAsyncClient client = new MqttAsyncClient(broker.url(), "null", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        options.setReceiveMaximum(65_535);
        options.setUserName("null");
        options.setPassword("null".getBytes(StandardCharsets.UTF_8));
        client.setCallback(subscriber);
        client.connect(options).waitForCompletion();
        client.subscribe("#", 1).waitForCompletion();
        System.out.println(broker.port());
        var unused = Executors.newSingleThreadScheduledExecutor()
                .scheduleAtFixedRate(() -> System.out.println(subscriber.received.get()), 0, 100, TimeUnit.MILLISECONDS)
                .isDone();
        new java.util.concurrent.CountDownLatch(1).await();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        received.incrementAndGet();
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        System.err.println("the null subscriber was disconnected: " + response.getReasonString());
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        System.err.println("the null subscriber failed: " + exception.getMessage());
    }
}
