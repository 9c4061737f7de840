package az.ocaq.mqtt;

import az.ocaq.measurement.Message;
import io.vertx.core.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what arrives on Paho's thread over to the event loop, as many messages at once as have gathered. While too much is
 * {@link Held}, it reads no further. When that lasts, it reads on at a trickle, for the connection's life, and leaves what
 * comes to the broker, which delivers it again over the next connection: asked for once everything held is acknowledged.
 */
final class Inbox implements QuietCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private static final String LEFT = "messages that were left to the broker are fetched";

    private final MqttAsyncClient client;
    private final Context context;
    private final Receiver receiver;
    private final Clock clock;
    private final Held held;
    private final Consumer<String> onLost;
    private final Object lock = new Object();
    private List<Message> messages = new ArrayList<>();
    private List<MqttMessage> handles = new ArrayList<>();

    /** Whether messages were left to the broker, and with the first all later ones, so that they stay in order. */
    private volatile boolean leaving;

    Inbox(MqttAsyncClient client, Context context, Receiver receiver, Clock clock, Held held, Consumer<String> onLost) {
        this.client = client;
        this.context = context;
        this.receiver = receiver;
        this.clock = clock;
        this.held = held;
        this.onLost = onLost;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        if (leaving) {
            held.awaitNone();
            return;
        }
        if (!held.take(message.getPayload().length)) {
            leaving = true;
            LOG.warn("too much waits to be kept: what comes is left to the broker until that is kept");
            context.runOnContext(ignored -> fetchLeft());
            return;
        }
        Message copy = new Message(topic, message.getPayload(), clock.instant(), message.isRetained());
        boolean first;
        synchronized (lock) {
            first = messages.isEmpty();
            messages.add(copy);
            handles.add(message);
        }
        if (first) {
            context.runOnContext(ignored -> handOver());
        }
    }

    private void handOver() {
        List<Message> gathered;
        List<MqttMessage> unacknowledged;
        synchronized (lock) {
            gathered = messages;
            unacknowledged = handles;
            messages = new ArrayList<>(gathered.size());
            handles = new ArrayList<>(gathered.size());
        }
        long weight = gathered.stream()
                .mapToLong(it -> Held.weight(it.payload().length))
                .sum();
        receiver.received(gathered, () -> {
            acknowledge(unacknowledged);
            held.give(weight);
            fetchLeft();
        });
    }

    private void fetchLeft() {
        if (leaving && held.isNone()) {
            onLost.accept(LEFT);
        }
    }

    private void acknowledge(List<MqttMessage> unacknowledged) {
        try {
            for (MqttMessage message : unacknowledged) {
                client.messageArrivedComplete(message.getId(), message.getQos());
            }
        } catch (MqttException | NullPointerException e) { // the latter is how a closed client of Paho's says it
            LOG.debug("acknowledgement after the connection was lost; the broker delivers again: {}", e.getMessage());
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        onLost.accept(Ending.reason(response));
    }
}
