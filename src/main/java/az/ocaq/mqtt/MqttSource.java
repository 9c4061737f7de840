package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Subscribes at QoS 1 in a durable session and acknowledges by hand, so that the broker keeps everything that has not been
 * kept here. Connects again by itself, after 1 s at first and 30 s at most. Methods may be called from any thread.
 */
public final class MqttSource {
    private static final int LOWEST_REFUSAL = 0x80;
    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
    /** What may be held of Java's heap, as it came: what is decoded from it may take several times as much. */
    private static final long MOST_HELD = Runtime.getRuntime().maxMemory() / 16;

    private final Context context;
    private final MqttSettings settings;
    private final Receiver receiver;
    private final Clock clock;
    private final Link link;
    private final Held held;

    /** @param context event-loop context that the receiver is called on */
    public MqttSource(Vertx vertx, Context context, MqttSettings settings, Receiver receiver, Clock clock) {
        this(vertx, context, settings, receiver, clock, new Held(MOST_HELD, Held.PATIENCE));
    }

    MqttSource(Vertx vertx, Context context, MqttSettings settings, Receiver receiver, Clock clock, Held held) {
        this.held = held;
        this.context = context;
        this.settings = settings;
        this.receiver = receiver;
        this.clock = clock;
        this.link = new Link(vertx, context, settings.url(), settings.clientId(), options(settings), new Subscriber());
    }

    /** Connects and subscribes; fails when the first try fails, and goes on trying all the same. */
    public Future<Void> start() {
        return link.start();
    }

    /** Disconnects; the session stays at the broker. */
    public Future<Void> close() {
        held.close();
        return link.close();
    }

    private static MqttConnectionOptions options(MqttSettings settings) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(NEVER_EXPIRES);
        options.setReceiveMaximum(settings.receiveMaximum());
        Link.identify(options, settings.url(), settings.user(), settings.password(), settings.tls());
        return options;
    }

    /** Subscribes whenever the connection comes. */
    private final class Subscriber implements Link.User {
        @Override
        public void prepare(MqttAsyncClient client) {
            client.setManualAcks(true);
            client.setCallback(new Inbox(client, context, receiver, clock, held, reason -> link.lost(client, reason)));
        }

        @Override
        public Future<Void> up(MqttAsyncClient client, int receiveMaximum) {
            receiver.connected(true);
            String[] topics = settings.topics().toArray(String[]::new);
            int[] qos = new int[topics.length];
            Arrays.fill(qos, 1);
            Promise<Void> subscribed = Promise.promise();
            try {
                var unused = client.subscribe(
                        topics,
                        qos,
                        null,
                        Answer.to(subscribed, token -> answered(token.getReasonCodes(), subscribed)));
            } catch (MqttException e) {
                subscribed.tryFail(e);
            }
            return subscribed.future();
        }

        private void answered(int[] codes, Promise<Void> subscribed) {
            if (codes != null && Arrays.stream(codes).anyMatch(code -> code >= LOWEST_REFUSAL)) {
                subscribed.tryFail("the broker refuses a subscription: " + Arrays.toString(codes));
            } else {
                subscribed.tryComplete();
            }
        }

        @Override
        public void down() {
            receiver.connected(false);
        }
    }
}
