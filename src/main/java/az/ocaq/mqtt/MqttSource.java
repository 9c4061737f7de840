package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Subscribes at QoS 1 in durable sessions and acknowledges by hand, so that the broker keeps everything that has not been
 * kept here. Connects again by itself, after 1 s at first and 30 s at most. With several subscribers each message comes over
 * one of them, and those of one device may change places. Methods may be called from any thread.
 */
public final class MqttSource {
    /** What may be held of Java's heap, as it came: what is decoded from it may take several times as much. */
    private static final long MOST_HELD = Runtime.getRuntime().maxMemory() / 16;

    private final Context context;
    private final Receiver receiver;
    private final List<Subscriber> subscribers;
    private final Leftovers leftovers;

    /** @param context event-loop context that the receiver is called on */
    public MqttSource(Vertx vertx, Context context, MqttSettings settings, Receiver receiver, Clock clock) {
        this(vertx, context, settings, receiver, clock, MOST_HELD, Waits.USUAL);
    }

    /** @param mostHeld bytes that may be held in all */
    MqttSource(
            Vertx vertx,
            Context context,
            MqttSettings settings,
            Receiver receiver,
            Clock clock,
            long mostHeld,
            Waits waits) {
        this.context = context;
        this.receiver = receiver;
        DurableSessions sessions =
                new DurableSessions(vertx, context, settings, clock, mostHeld / settings.subscribers(), waits);
        this.subscribers = IntStream.rangeClosed(1, settings.subscribers())
                .mapToObj(number -> new Subscriber(sessions, number, receiver, this::changed))
                .toList();
        this.leftovers = new Leftovers(sessions, receiver);
    }

    /** Connects and subscribes; fails when the first try fails, and goes on trying all the same. */
    public Future<Void> start() {
        // Artemis refuses to make one queue of several subscribers at a time: the first makes it
        Future<Void> first = subscribers.get(0).start();
        Future<Void> others = first.transform(ended -> Future.join(
                        subscribers.stream().skip(1).map(Subscriber::start).toList())
                .mapEmpty());
        return Future.join(first, others)
                .<Void>mapEmpty()
                .onSuccess(done -> context.runOnContext(ignored -> leftovers.find()));
    }

    /** Disconnects; the sessions stay at the broker. */
    public Future<Void> close() {
        return Future.join(
                        Future.join(subscribers.stream().map(Subscriber::close).toList()), leftovers.close())
                .mapEmpty();
    }

    private void changed() {
        receiver.connected(subscribers.stream().allMatch(Subscriber::isUp));
    }
}
