package az.ocaq.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The embedded broker on a small disk that another program fills to its last byte while messages come. */
@Timeout(180)
final class BrokerDiskFullTest {
    private static final int MESSAGE = 60_000;
    private static final int WINDOW = 200;
    private static final long PATIENCE = 30_000;
    private static final long LESS_THAN_A_FILE = 5L << 20;
    private static final int MORE_THAN_MEMORY = 135 << 20;

    private final Set<Integer> acknowledged = Collections.synchronizedSet(new TreeSet<>());
    private final List<Process> brokers = new ArrayList<>();

    @RegisterExtension
    final SmallDisk disk = new SmallDisk("230m");

    @AfterEach
    void stop() throws Exception {
        for (Process broker : brokers) {
            broker.destroyForcibly().waitFor();
        }
    }

    /** There is room for messages, but not for the next file of the journal. */
    @Test
    void noNextFileOfTheJournal_nothingAcknowledgedIsLost() throws Exception {
        fillWhilePublishing(100, LESS_THAN_A_FILE);
    }

    /** More waits than is kept in memory: messages are appended to pages. */
    @Test
    void noRoomForABacklog_nothingAcknowledgedIsLost() throws Exception {
        fillWhilePublishing(MORE_THAN_MEMORY / MESSAGE, 0);
    }

    private void fillWhilePublishing(int waiting, long left) throws Exception {
        Process broker = start();
        int port = BrokerProcess.port(broker);
        MqttAsyncClient subscriber = subscriber(port, number -> {});
        subscriber.subscribe("filling/#", 1).waitForCompletion(PATIENCE);
        subscriber.disconnect().waitForCompletion(PATIENCE);
        subscriber.close();
        Thread device = new Thread(() -> publish(port));
        device.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > waiting);

        boolean ended = fill(broker, left);
        int status = broker.destroyForcibly().waitFor();
        disk.empty();
        device.join();

        Set<Integer> lost = new TreeSet<>(acknowledged);
        lost.removeAll(received(BrokerProcess.port(start()), Set.copyOf(acknowledged)));
        assertThat(lost).as("acknowledged and lost").isEmpty();
        assertThat(ended).as("the broker ended by itself").isTrue();
        assertThat(status).isEqualTo(1);
    }

    private Process start() throws Exception {
        Process broker = BrokerProcess.start(disk.path().resolve("broker"));
        brokers.add(broker);
        return broker;
    }

    private static MqttAsyncClient subscriber(int port, IntConsumer received) throws Exception {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "subscriber", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        client.setCallback(new Arrivals(received));
        client.connect(options).waitForCompletion(PATIENCE);
        return client;
    }

    /** Until the connection breaks or the thread is told to end. */
    private void publish(int port) {
        Semaphore window = new Semaphore(WINDOW);
        try {
            MqttAsyncClient device = new MqttAsyncClient("tcp://127.0.0.1:" + port, "device", new MemoryPersistence());
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setReceiveMaximum(WINDOW);
            device.connect(options).waitForCompletion(PATIENCE);
            for (int number = 0; window.tryAcquire(20, TimeUnit.SECONDS); number++) {
                int it = number;
                byte[] payload = ByteBuffer.allocate(MESSAGE).putInt(number).array();
                device.publish("filling/" + number % 7, payload, 1, false, null, new MqttActionListener() {
                    @Override
                    public void onSuccess(IMqttToken token) {
                        acknowledged.add(it);
                        window.release();
                    }

                    @Override
                    public void onFailure(IMqttToken token, Throwable failure) {
                        // not acknowledged; without a connection the next one fails at once
                        window.release();
                    }
                });
            }
        } catch (Exception e) {
            // the broker is gone
        }
    }

    /** Everything that the queue has, once nothing of what must come is missing or nothing has come for a while. */
    private static Set<Integer> received(int port, Set<Integer> wanted) throws Exception {
        Set<Integer> received = Collections.synchronizedSet(new TreeSet<>());
        MqttAsyncClient subscriber = subscriber(port, received::add);
        subscriber.subscribe("filling/#", 1).waitForCompletion(PATIENCE);
        int[] before = {-1};
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    boolean still = received.size() == before[0];
                    before[0] = received.size();
                    return still || received.containsAll(wanted);
                });
        subscriber.disconnectForcibly(0, 0, false);
        subscriber.close(true);
        return received;
    }

    /** Until so many bytes are left, and again when something becomes free, until the broker has ended; tells whether it did. */
    private boolean fill(Process broker, long left) throws Exception {
        ByteBuffer block = ByteBuffer.allocate(1 << 18);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try (FileChannel filler =
                FileChannel.open(disk.filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (broker.isAlive() && System.nanoTime() < deadline) {
                if (disk.path().toFile().getUsableSpace() > left) {
                    write(filler, block.clear());
                }
            }
        }
        return broker.waitFor(1, TimeUnit.SECONDS);
    }

    private static void write(FileChannel filler, ByteBuffer block) {
        try {
            int unused = filler.write(block);
        } catch (IOException e) {
            // full, as it is meant to be
        }
    }

    /** The numbers of messages that arrive. */
    private record Arrivals(IntConsumer received) implements QuietCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.accept(ByteBuffer.wrap(message.getPayload()).getInt());
        }
    }
}
