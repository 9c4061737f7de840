package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one client connected: a new Paho client for each connection, after 1 s at first and 30 s at most. What is told to
 * the user is told on the context; methods may be called from any thread.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long FIRST_WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final int CONNECT_SECONDS = 10;
    private static final long GOODBYE_MILLIS = 2_000;
    /** Longer than any broker takes for a connection and its subscriptions; what is not answered by then never is. */
    private static final long ANSWER_MILLIS = 120_000;

    private final Vertx vertx;
    private final Context context;
    private final String url;
    private final String clientId;
    private final MqttConnectionOptions options;
    private final User user;
    private final long answerMillis;
    private boolean closed;
    private Optional<MqttAsyncClient> current = Optional.empty();
    private volatile long waitMillis = FIRST_WAIT_MILLIS;

    /** Who uses the connection. */
    interface User {
        /** Sets a new client up before it connects; the connection's end must be told to {@link Link#lost}. */
        void prepare(MqttAsyncClient client);

        /** The client is connected. When the future fails, the connection is given up and tried again. */
        Future<Void> up(Connection connection);

        /** The connection is gone, or did not come about. */
        void down();
    }

    /**
     * What the broker said when it took a client.
     *
     * @param receiveMaximum unacknowledged messages that the broker accepts at a time
     * @param resumed whether the broker had kept a session under the client's identifier
     */
    record Connection(MqttAsyncClient client, int receiveMaximum, boolean resumed) {}

    Link(Vertx vertx, Context context, String url, String clientId, MqttConnectionOptions options, User user) {
        this(vertx, context, url, clientId, options, user, ANSWER_MILLIS);
    }

    /** @param answerMillis after which a connection is given up of which the user still waits for an answer */
    Link(
            Vertx vertx,
            Context context,
            String url,
            String clientId,
            MqttConnectionOptions options,
            User user,
            long answerMillis) {
        this.answerMillis = answerMillis;
        this.vertx = vertx;
        this.context = context;
        this.url = url;
        this.clientId = clientId;
        this.options = options;
        this.user = user;
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(30);
        options.setConnectionTimeout(CONNECT_SECONDS);
    }

    /** Puts account and TLS into a connection's options. */
    static void identify(MqttConnectionOptions options, String url, String user, String password, MqttTls tls) {
        if (!user.isEmpty()) {
            options.setUserName(user);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        }
        if (url.startsWith("ssl:")) {
            options.setSocketFactory(tls.socketFactory());
        }
    }

    /** Connects; fails when the first try fails, and goes on trying all the same. */
    Future<Void> start() {
        MqttAsyncClient client = client();
        user.prepare(client);
        if (!adopt(client)) {
            return Future.failedFuture("closed");
        }
        // one that was given up while it still subscribed has its next try already
        return connect(client).onFailure(failure -> lost(client, String.valueOf(failure.getMessage())));
    }

    /** Disconnects for good; a durable session stays at the broker. */
    Future<Void> close() {
        return close(new MqttProperties());
    }

    /** Disconnects for good, and has the broker end the session; what it still holds is lost. */
    Future<Void> closeWithSession() {
        MqttProperties last = new MqttProperties();
        last.setSessionExpiryInterval(0L);
        return close(last);
    }

    private Future<Void> close(MqttProperties last) {
        return end().map(it -> discard(it, last)).orElse(Future.succeededFuture());
    }

    /** Takes note that a client's connection is gone, and tries again when it is the present one. */
    void lost(MqttAsyncClient client, String reason) {
        if (release(client)) {
            var unused = discard(client, new MqttProperties());
            later(reason);
        }
    }

    /** Whether there is a connection at present. */
    synchronized boolean isConnected() {
        return current.filter(MqttAsyncClient::isConnected).isPresent();
    }

    private synchronized Optional<MqttAsyncClient> end() {
        Optional<MqttAsyncClient> open = current;
        current = Optional.empty();
        closed = true;
        return open;
    }

    private synchronized boolean adopt(MqttAsyncClient client) {
        if (!closed) {
            current = Optional.of(client);
        }
        return !closed;
    }

    /** True once for each client, so that nothing is tried twice. */
    private synchronized boolean release(MqttAsyncClient client) {
        boolean present = isPresent(client);
        if (present) {
            current = Optional.empty();
        }
        return present;
    }

    private synchronized boolean isPresent(MqttAsyncClient client) {
        return current.filter(client::equals).isPresent();
    }

    private MqttAsyncClient client() {
        try {
            return new MqttAsyncClient(url, clientId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new IllegalStateException("memory cannot be opened", e);
        }
    }

    private Future<Void> connect(MqttAsyncClient client) {
        Promise<Void> up = Promise.promise();
        // a session that another client takes over at this moment may leave a request without an answer, and the line
        // alive
        long deadline = vertx.setTimer(answerMillis, ignored -> up.tryFail("the broker does not answer"));
        try {
            var unused = client.connect(
                    options,
                    null,
                    Answer.to(
                            up,
                            token -> context.runOnContext(ignored -> {
                                Integer maximum = token.getResponseProperties().getReceiveMaximum();
                                up(new Connection(
                                                client, maximum == null ? 65_535 : maximum, token.getSessionPresent()))
                                        .onSuccess(up::tryComplete)
                                        .onFailure(up::tryFail);
                            })));
        } catch (MqttException e) {
            up.tryFail(e);
        }
        return up.future().onComplete(answered -> vertx.cancelTimer(deadline));
    }

    private Future<Void> up(Connection connection) {
        if (!isPresent(connection.client())) {
            return Future.failedFuture("given up");
        }
        return user.up(connection).onSuccess(done -> waitMillis = FIRST_WAIT_MILLIS);
    }

    private void later(String reason) {
        context.runOnContext(ignored -> user.down());
        long wait = waitMillis;
        LOG.warn("broker={} client={} state=disconnected reason=\"{}\" retry_in_ms={}", url, clientId, reason, wait);
        waitMillis = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
        var unused = vertx.setTimer(wait, ignored -> again());
    }

    private void again() {
        var unused = start().onSuccess(done -> LOG.info("broker={} client={} state=connected", url, clientId));
    }

    private Future<Void> discard(MqttAsyncClient client, MqttProperties last) {
        return vertx.executeBlocking(() -> {
            disconnect(client, last);
            return null;
        });
    }

    private static void disconnect(MqttAsyncClient client, MqttProperties last) {
        try {
            if (client.isConnected()) {
                client.disconnect(0, null, null, MqttReturnCode.RETURN_CODE_SUCCESS, last)
                        .waitForCompletion(GOODBYE_MILLIS);
            } else {
                client.disconnectForcibly(0, 1, false);
            }
        } catch (MqttException e) {
            LOG.debug("client was disconnected already, or the broker does not listen: {}", e.getMessage());
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("client was closed already: {}", e.getMessage());
        }
    }
}
