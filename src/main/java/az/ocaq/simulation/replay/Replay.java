package az.ocaq.simulation.replay;

import az.ocaq.measurement.Message;
import az.ocaq.simulation.Publisher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Publishes a recording: as fast as the receiver acknowledges, or at a multiple of the recorded pace. Confined to the
 * context it is started on.
 */
public final class Replay {
    private static final int MOST_PENDING = 2_000;

    private final Vertx vertx;
    private final Recording recording;
    private final Publisher publisher;
    private final Clock clock;
    private final double speed;
    private final Promise<Long> end = Promise.promise();
    private Optional<Message> next = Optional.empty();
    private Instant realStart = Instant.EPOCH;
    private Instant recordedStart = Instant.EPOCH;
    private int pending;
    private long acknowledged;
    private boolean read;
    private boolean waiting;

    /** @param speed seconds of the recording per second of the clock; 0 for as fast as acknowledged */
    public Replay(Vertx vertx, Recording recording, Publisher publisher, Clock clock, double speed) {
        this.vertx = vertx;
        this.recording = recording;
        this.publisher = publisher;
        this.clock = clock;
        this.speed = speed;
    }

    /** Completes with the number of messages once the last one has been acknowledged; fails with the first refusal. */
    public Future<Long> run() {
        var context = vertx.getOrCreateContext();
        context.runOnContext(ignored -> {
            realStart = clock.instant();
            advance();
            next.ifPresent(first -> recordedStart = first.receivedAt());
            pump(context);
        });
        return end.future();
    }

    private void advance() {
        try {
            next = recording.next();
            read = next.isEmpty();
        } catch (IOException | ReplayException e) {
            end.tryFail(e);
        }
    }

    private void pump(Context context) {
        while (next.isPresent()
                && pending < MOST_PENDING
                && !waiting
                && !end.future().isComplete()) {
            long early = early(next.get());
            if (early > 0) {
                waiting = true;
                var unusedTimer = vertx.setTimer(early, ignored -> {
                    waiting = false;
                    pump(context);
                });
                return;
            }
            send(next.get(), context);
            advance();
        }
        if (read && pending == 0) {
            end.tryComplete(acknowledged);
        }
    }

    /** Milliseconds until it is due. */
    private long early(Message message) {
        if (speed == 0) {
            return 0;
        }
        double recorded = Duration.between(recordedStart, message.receivedAt()).toMillis() / speed;
        return (long) recorded - Duration.between(realStart, clock.instant()).toMillis();
    }

    private void send(Message message, Context context) {
        pending++;
        var unused = publisher
                .publish(message.topic(), message.payload(), false)
                .onComplete(result -> context.runOnContext(ignored -> {
                    pending--;
                    acknowledged++;
                    if (result.failed()) {
                        end.tryFail(result.cause());
                    }
                    pump(context);
                }));
    }
}
