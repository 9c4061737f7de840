package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Publishes at QoS 1. What is not acknowledged when the connection breaks is sent again on the next one, in order, so that a
 * message arrives at least once. Methods may be called from any thread; futures complete on the publisher's own context.
 */
public final class MqttPublisher {
    private static final long GOODBYE_MILLIS = 10_000;

    private final Vertx vertx;
    private final Context context;
    private final PublisherSettings settings;
    private final Link link;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Queue<Outgoing> submitted = new ConcurrentLinkedQueue<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean endedScheduled = new AtomicBoolean();
    private final Promise<Void> allEnded = Promise.promise();

    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final Set<Outgoing> inFlight = new LinkedHashSet<>();
    private Optional<MqttAsyncClient> client = Optional.empty();
    private int window;
    private Runnable whenUp = () -> {};

    /** Prepares a publisher; nothing is connected before {@link #connect}. */
    public MqttPublisher(Vertx vertx, PublisherSettings settings) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.link = new Link(vertx, context, settings.url(), settings.clientId(), options(settings), new Sender());
    }

    /** Connects; fails when the first try fails, and goes on trying all the same. */
    public Future<Void> connect() {
        return link.start();
    }

    /**
     * Publishes; completes when the broker has acknowledged. Fails when the broker refuses the message, when the
     * publisher is closed, or at once when {@link PublisherSettings#mostPending} messages are pending.
     */
    public Future<Void> publish(String topic, byte[] payload, boolean retained) {
        return publish(new Outgoing(topic, payload, retained, Optional.empty(), Promise.promise()));
    }

    /**
     * Publishes as {@link #publish(String, byte[], boolean)}, and withdraws what is not acknowledged within some time: it
     * fails, and goes on no later connection.
     *
     * @param expiry so long the broker keeps the message for those who come later, in whole seconds; absent: for ever
     */
    public Future<Void> publish(
            String topic, byte[] payload, boolean retained, Duration within, Optional<Duration> expiry) {
        Outgoing outgoing = new Outgoing(topic, payload, retained, expiry, Promise.promise());
        long timer = vertx.setTimer(within.toMillis(), ignored -> context.runOnContext(late -> withdraw(outgoing)));
        return publish(outgoing).onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<Void> publish(Outgoing outgoing) {
        if (closing.get()) {
            return Future.failedFuture("the publisher is closed");
        }
        if (pending.incrementAndGet() > settings.mostPending()) {
            pending.decrementAndGet();
            return Future.failedFuture(settings.mostPending() + " messages wait for the broker already");
        }
        submitted.add(outgoing);
        context.runOnContext(ignored -> send());
        return outgoing.acknowledged().future();
    }

    /**
     * Publishes at QoS 0, now or never: fails when there is no connection, and nothing is kept for the next one. For requests,
     * which are worth nothing later.
     */
    public Future<Void> publishOnce(String topic, byte[] payload) {
        Promise<Void> sent = Promise.promise();
        context.runOnContext(ignored -> {
            if (closing.get() || client.isEmpty()) {
                sent.tryFail("not connected");
                return;
            }
            MqttMessage message = new MqttMessage(payload, 0, false, new MqttProperties());
            try {
                var unused = client.get().publish(topic, message, null, Answer.to(sent, token -> sent.tryComplete()));
            } catch (MqttException | IllegalArgumentException e) {
                sent.tryFail(e);
            }
        });
        return sent.future();
    }

    /** Has work done on the publisher's context each time the connection comes, and now when it is there. */
    public void onUp(Runnable work) {
        context.runOnContext(ignored -> {
            Runnable before = whenUp;
            whenUp = () -> {
                before.run();
                work.run();
            };
            if (client.isPresent()) {
                work.run();
            }
        });
    }

    /** Messages that are taken and not acknowledged. */
    public int pending() {
        return pending.get();
    }

    /** Waits up to 10 s for what is pending, then says goodbye, so that the will is not published. */
    public Future<Void> close() {
        closing.set(true);
        var unusedTimer = vertx.setTimer(GOODBYE_MILLIS, ignored -> allEnded.tryComplete());
        context.runOnContext(ignored -> endWhenEmpty());
        return allEnded.future().compose(done -> link.close()).onComplete(done -> failRest());
    }

    private static MqttConnectionOptions options(PublisherSettings settings) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        Link.identify(options, settings.url(), settings.user(), settings.password(), settings.tls());
        settings.will().ifPresent(will -> {
            MqttMessage message = new MqttMessage(will.payload());
            message.setQos(1);
            message.setRetained(will.retained());
            options.setWill(will.topic(), message);
        });
        return options;
    }

    /** On the context, as everything below. */
    private void send() {
        for (Outgoing next = submitted.poll(); next != null; next = submitted.poll()) {
            waiting.add(next);
        }
        while (client.isPresent() && inFlight.size() < window && !waiting.isEmpty()) {
            Outgoing next = waiting.poll();
            inFlight.add(next);
            send(client.get(), next);
        }
    }

    private void withdraw(Outgoing late) {
        if (waiting.remove(late) || inFlight.remove(late)) {
            pending.decrementAndGet();
            late.acknowledged().tryFail("the broker does not acknowledge");
            send();
            endWhenEmpty();
        }
    }

    private void send(MqttAsyncClient to, Outgoing outgoing) {
        MqttProperties properties = new MqttProperties();
        outgoing.expiry().ifPresent(it -> properties.setMessageExpiryInterval(it.toSeconds()));
        MqttMessage message = new MqttMessage(outgoing.payload(), 1, outgoing.retained(), properties);
        try {
            var unused = to.publish(
                    outgoing.topic(),
                    message,
                    null,
                    new Answer(
                            failure -> end(to, outgoing, Optional.of(failure)),
                            token -> end(to, outgoing, refusal(token.getReasonCodes()))));
        } catch (MqttException | IllegalArgumentException e) {
            end(to, outgoing, Optional.of(e));
        }
    }

    private static Optional<Throwable> refusal(int[] reasonCodes) {
        boolean refused = reasonCodes != null && reasonCodes.length > 0 && reasonCodes[0] >= 0x80;
        return refused ? Optional.of(new MqttException(reasonCodes[0])) : Optional.empty();
    }

    /** On Paho's thread: one hop for all the acknowledgements that have gathered. */
    private void end(MqttAsyncClient by, Outgoing outgoing, Optional<Throwable> failure) {
        ended.add(new Ended(by, outgoing, failure));
        if (endedScheduled.compareAndSet(false, true)) {
            context.runOnContext(ignored -> takeEnded());
        }
    }

    private void takeEnded() {
        endedScheduled.set(false);
        for (Ended next = ended.poll(); next != null; next = ended.poll()) {
            boolean byPresentClient = client.filter(next.by()::equals).isPresent();
            boolean brokerAnswered =
                    next.failure().isEmpty() || (byPresentClient && next.by().isConnected());
            if (brokerAnswered && inFlight.remove(next.outgoing())) {
                pending.decrementAndGet();
                next.complete();
            }
        }
        send();
        endWhenEmpty();
    }

    private void endWhenEmpty() {
        if (closing.get() && pending.get() == 0) {
            allEnded.tryComplete();
        }
    }

    private void failRest() {
        context.runOnContext(ignored -> {
            List<Outgoing> rest = new ArrayList<>(inFlight);
            rest.addAll(waiting);
            rest.addAll(submitted);
            rest.forEach(outgoing -> outgoing.acknowledged().tryFail("closed before the broker acknowledged"));
        });
    }

    /** Sends what is unacknowledged again whenever the connection comes. */
    private final class Sender implements Link.User {
        @Override
        public void prepare(MqttAsyncClient prepared) {
            prepared.setCallback(new Ending(reason -> link.lost(prepared, reason)));
        }

        @Override
        public Future<Void> up(Link.Connection connection) {
            client = Optional.of(connection.client());
            window = Math.min(settings.mostInFlight(), connection.receiveMaximum());
            List<Outgoing> again = new ArrayList<>(inFlight);
            inFlight.clear();
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            send();
            whenUp.run();
            return Future.succeededFuture();
        }

        @Override
        public void down() {
            client = Optional.empty();
        }
    }

    /** A message on its way; its promise makes it unlike any other. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Outgoing(
            String topic, byte[] payload, boolean retained, Optional<Duration> expiry, Promise<Void> acknowledged) {}

    /** What became of a message on one connection. */
    private record Ended(MqttAsyncClient by, Outgoing outgoing, Optional<Throwable> failure) {
        void complete() {
            failure.ifPresentOrElse(outgoing.acknowledged()::tryFail, outgoing.acknowledged()::tryComplete);
        }
    }
}
