package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes at QoS 1 in a durable session and acknowledges by hand, so that the broker keeps everything that has not been
 * kept here. Connects again by itself, after 1 s at first and 30 s at most. Methods may be called from any thread.
 */
public final class MqttSource {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSource.class);
    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final Vertx vertx;
    private final Context context;
    private final MqttSettings settings;
    private final Receiver receiver;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<MqttAsyncClient> current = Optional.empty();
    private volatile long waitMillis = FIRST_WAIT_MILLIS;

    /** @param context event-loop context that the receiver is called on */
    public MqttSource(Vertx vertx, Context context, MqttSettings settings, Receiver receiver, Clock clock) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.receiver = receiver;
        this.clock = clock;
    }

    /** Connects and subscribes; fails when the first try fails, and goes on trying all the same. */
    public Future<Void> start() {
        return connect().onFailure(failure -> later(String.valueOf(failure.getMessage())));
    }

    /** Disconnects; the session stays at the broker. */
    public Future<Void> close() {
        closed.set(true);
        Optional<MqttAsyncClient> open = current;
        current = Optional.empty();
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> {
            discard(open.get());
            return null;
        });
    }

    private Future<Void> connect() {
        Promise<Void> subscribed = Promise.promise();
        try {
            MqttAsyncClient client = new MqttAsyncClient(settings.url(), settings.clientId(), new MemoryPersistence());
            client.setManualAcks(true);
            client.setCallback(new Inbox(client, context, receiver, clock, reason -> lost(client, reason)));
            current = Optional.of(client);
            var unused = client.connect(options(), null, new Listener(subscribed, () -> subscribe(client, subscribed)));
        } catch (MqttException e) {
            subscribed.tryFail(e);
        }
        return subscribed.future();
    }

    private void subscribe(MqttAsyncClient client, Promise<Void> subscribed) {
        int[] qos = new int[settings.topics().size()];
        java.util.Arrays.fill(qos, 1);
        context.runOnContext(ignored -> receiver.connected(true));
        try {
            var unused = client.subscribe(
                    settings.topics().toArray(String[]::new), qos, null, new Listener(subscribed, () -> {
                        waitMillis = FIRST_WAIT_MILLIS;
                        subscribed.tryComplete();
                    }));
        } catch (MqttException e) {
            subscribed.tryFail(e);
        }
    }

    private void lost(MqttAsyncClient client, String reason) {
        if (!closed.get() && current.filter(client::equals).isPresent()) {
            later(reason);
        }
    }

    private void later(String reason) {
        if (closed.get()) {
            return;
        }
        context.runOnContext(ignored -> receiver.connected(false));
        Optional<MqttAsyncClient> old = current;
        current = Optional.empty();
        LOG.warn("broker={} state=disconnected reason=\"{}\" retry_in_ms={}", settings.url(), reason, waitMillis);
        long wait = waitMillis;
        waitMillis = Math.min(waitMillis * 2, LONGEST_WAIT_MILLIS);
        var unused = vertx.executeBlocking(() -> {
            old.ifPresent(MqttSource::discard);
            return null;
        });
        var unusedTimer = vertx.setTimer(wait, ignored -> {
            if (!closed.get()) {
                var unusedAgain = connect()
                        .onSuccess(done -> LOG.info("broker={} state=connected", settings.url()))
                        .onFailure(failure -> later(String.valueOf(failure.getMessage())));
            }
        });
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(NEVER_EXPIRES);
        options.setReceiveMaximum(settings.receiveMaximum());
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(30);
        options.setConnectionTimeout(10);
        if (!settings.user().isEmpty()) {
            options.setUserName(settings.user());
            options.setPassword(settings.password().getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    private static void discard(MqttAsyncClient client) {
        try {
            client.disconnectForcibly(0, 1_000, false);
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("client was closed already: {}", e.getMessage());
        }
    }

    /** Paho's answer to one request: go on, or fail what waits for it. */
    private record Listener(Promise<Void> failing, Runnable next) implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            next.run();
        }

        @Override
        public void onFailure(IMqttToken token, Throwable cause) {
            failing.tryFail(cause);
        }
    }
}
