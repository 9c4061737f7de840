package az.ocaq.mqtt;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One of a source's connections, with a durable session of its own at the broker. */
final class Subscriber implements Link.User {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final int LOWEST_REFUSAL = 0x80;

    private final DurableSessions sessions;
    private final Filters filters;
    private final Receiver receiver;
    private final Runnable changed;
    private final Held held;
    private final Link link;
    private boolean up;

    /**
     * What a session is to be subscribed to.
     *
     * @param wanted for good
     * @param passing for some seconds, for the sake of retained messages
     * @param unwanted no more, if the session was before
     */
    record Filters(List<String> wanted, List<String> passing, List<String> unwanted) {
        /** Of the subscriber with a number, from 1. Those that share get no retained messages, so that the first asks for them. */
        static Filters of(MqttSettings settings, int number) {
            List<String> plain = settings.topics();
            List<String> shared = settings.sharedTopics();
            if (settings.subscribers() == 1) {
                return new Filters(plain, List.of(), shared);
            }
            return number == 1 ? new Filters(shared, plain, List.of()) : new Filters(shared, List.of(), List.of());
        }
    }

    /** @param changed told when it came up or went down */
    Subscriber(DurableSessions sessions, int number, Receiver receiver, Runnable changed) {
        this.sessions = sessions;
        this.filters = Filters.of(sessions.settings(), number);
        this.receiver = receiver;
        this.changed = changed;
        this.held = sessions.held();
        this.link = sessions.link(number, this);
    }

    /** Connects and subscribes; fails when the first try fails, and goes on trying all the same. */
    Future<Void> start() {
        return link.start();
    }

    /** Disconnects; the session stays at the broker. */
    Future<Void> close() {
        held.close();
        return link.close();
    }

    /** Whether it is subscribed. On the context. */
    boolean isUp() {
        return up;
    }

    @Override
    public void prepare(MqttAsyncClient client) {
        sessions.handOver(client, link, receiver, held);
    }

    @Override
    public Future<Void> up(Link.Connection connection) {
        receiver.renewed();
        MqttAsyncClient client = connection.client();
        return subscribe(client, filters.wanted())
                .compose(done -> subscribe(client, filters.passing()))
                .compose(done -> unsubscribe(client, connection.resumed() ? filters.unwanted() : List.of()))
                .compose(done -> {
                    Promise<Void> told = Promise.promise();
                    sessions.context().runOnContext(ignored -> {
                        subscribed(client);
                        told.complete();
                    });
                    return told.future();
                });
    }

    @Override
    public void down() {
        up = false;
        changed.run();
    }

    private void subscribed(MqttAsyncClient client) {
        if (!link.isConnected()) {
            return; // lost meanwhile, which was told already
        }
        up = true;
        changed.run();
        later(client);
    }

    /** What a broken connection leaves subscribed is so until the next one. */
    private void later(MqttAsyncClient client) {
        if (!filters.passing().isEmpty()) {
            var unused = sessions.vertx().setTimer(sessions.waits().retained().toMillis(), ignored -> {
                var unusedToo = unsubscribe(client, filters.passing())
                        .onFailure(failure -> LOG.debug("unsubscribed with the next connection", failure));
            });
        }
    }

    private static Future<Void> subscribe(MqttAsyncClient client, List<String> filters) {
        int[] qos = new int[filters.size()];
        Arrays.fill(qos, 1);
        return ask(filters, answer -> client.subscribe(filters.toArray(String[]::new), qos, null, answer));
    }

    static Future<Void> unsubscribe(MqttAsyncClient client, List<String> filters) {
        return ask(
                filters,
                answer -> client.unsubscribe(filters.toArray(String[]::new), null, answer, new MqttProperties()));
    }

    private static Future<Void> ask(List<String> filters, Request request) {
        if (filters.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> answered = Promise.promise();
        try {
            var unused =
                    request.send(Answer.to(answered, token -> answered(filters, token.getReasonCodes(), answered)));
        } catch (MqttException e) {
            answered.tryFail(e);
        }
        return answered.future();
    }

    private static void answered(List<String> filters, int[] codes, Promise<Void> answered) {
        if (codes != null && Arrays.stream(codes).anyMatch(code -> code >= LOWEST_REFUSAL)) {
            answered.tryFail("the broker refuses the subscription of " + filters + ": " + Arrays.toString(codes));
        } else {
            answered.tryComplete();
        }
    }

    private interface Request {
        IMqttToken send(Answer answer) throws MqttException;
    }
}
