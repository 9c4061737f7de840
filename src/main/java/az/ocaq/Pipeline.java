package az.ocaq;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Decoders;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Reading;
import az.ocaq.mqtt.Receiver;
import az.ocaq.onboarding.Homes;
import az.ocaq.onboarding.Inbox;
import az.ocaq.validate.Validator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a reading: decode → what its sender may store → validate → gather a batch → each step that keeps it, in order → acknowledge to the broker →
 * publish. A step that fails is tried again, with growing pauses, until it succeeds: nothing is acknowledged meanwhile, and
 * the source's receive maximum bounds what gathers. Steps are idempotent, because what was not acknowledged comes again.
 * Confined to one event-loop context; {@link #trouble} and the counters may be read from any thread.
 */
final class Pipeline implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long NOTHING_WAITS = Long.MIN_VALUE;

    /**
     * One thing that must succeed before a batch is acknowledged.
     *
     * @param name of the neighbour that it needs, for health, logs and metrics
     * @param keep keeps a batch; called again with the same batch when it failed
     */
    record Step(String name, Function<Batch, Future<Void>> keep) {}

    /** How batches are gathered: a batch ends at so many messages or so long after its first. */
    record Gathering(int messages, Duration linger) {}

    private final Vertx vertx;
    private final Decoders decoders;
    private final List<DecoderMemory> memories;
    private final Homes homes;
    private final Inbox inbox;
    private final Validator validator;
    private final DeviceLimit limit;
    private final Gathering gathering;
    private final List<Step> steps;
    private final Consumer<Batch> publish;
    private final PipelineMetrics metrics;
    private BiConsumer<Message, Decoded> listener = (message, decoded) -> {};
    private Batch gathered = new Batch();
    private Batch underWay = new Batch();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean lingering;
    private boolean closed;
    private Promise<Void> idle = Promise.promise();
    private volatile boolean connected;
    private volatile long waitingSince = NOTHING_WAITS;
    private long flushedAt;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param homes the identities that devices have here
     * @param inbox remembers the messages of those that have none
     * @param steps what keeps a batch, in order
     * @param publish shows a kept batch to whoever watches
     */
    Pipeline(
            Vertx vertx,
            Decoders decoders,
            Homes homes,
            Inbox inbox,
            Validator validator,
            DeviceLimit limit,
            Gathering gathering,
            List<Step> steps,
            Consumer<Batch> publish,
            PipelineMetrics metrics) {
        this.vertx = vertx;
        this.decoders = decoders;
        this.memories = decoders.memories();
        this.homes = homes;
        this.inbox = inbox;
        this.validator = validator;
        this.limit = limit;
        this.gathering = gathering;
        this.steps = List.copyOf(steps);
        this.publish = publish;
        this.metrics = metrics;
    }

    /** Tells whoever listens of each message that comes from the broker and of what came out of it, on the context. */
    void onDecoded(BiConsumer<Message, Decoded> told) {
        this.listener = told;
    }

    @Override
    public void received(List<Message> messages, Runnable acknowledge) {
        if (closed) {
            return;
        }
        messages.forEach(this::take);
        gather(acknowledge);
    }

    /**
     * Takes a message that was rejected before, once its decoder or mapping is mended. Succeeds when it is kept; fails with
     * an {@link IllegalArgumentException} that says why when it is rejected again.
     */
    Future<Void> replay(Message message) {
        Decoded decoded = decoders.decode(message);
        if (decoded instanceof Decoded.Rejected rejected) {
            return Future.failedFuture(new IllegalArgumentException(rejected.detail()));
        }
        Promise<Void> kept = Promise.promise();
        take(message, decoded);
        gather(kept::complete);
        return kept.future();
    }

    /** Succeeds when every message that was taken so far is kept and published. */
    Future<Void> settled() {
        if (gathered.isEmpty() && underWay.isEmpty()) {
            return Future.succeededFuture();
        }
        Promise<Void> settled = Promise.promise();
        Batch last = gathered.isEmpty() ? underWay : gathered;
        // the batch is published on the same turn of the loop, after it was acknowledged
        last.whenKept(() -> vertx.runOnContext(published -> settled.complete()));
        return settled.future();
    }

    @Override
    public void renewed() {
        validator.forget();
        limit.forget();
    }

    @Override
    public void connected(boolean now) {
        connected = now;
    }

    /** Whether the broker is reached, by every subscriber. */
    boolean connected() {
        return connected;
    }

    /** How long the oldest message that is not kept yet has been waiting here. */
    Duration lag() {
        long since = waitingSince;
        return since == NOTHING_WAITS ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** The step that fails at present and why, when one does. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * Does work between two batches: everything before it is kept and acknowledged, nothing after it is kept until the work
     * has ended, well or not. Waits for as long as a step fails.
     */
    <T> Future<T> betweenBatches(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        Runnable turn = () -> {
            busy = true;
            var unused = work.get().onComplete(done).onComplete(ended -> next());
        };
        if (busy) {
            waiting.add(turn);
        } else {
            turn.run();
        }
        return done.future();
    }

    /** Takes nothing more; succeeds when the batch under way is kept or given back to the broker. */
    Future<Void> close() {
        closed = true;
        gathered = new Batch();
        if (!busy) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private void gather(Runnable whenKept) {
        gathered.whenKept(whenKept);
        if (waitingSince == NOTHING_WAITS) {
            waitingSince = System.nanoTime();
        }
        if (gathered.messages() >= gathering.messages()) {
            flush();
        } else if (!lingering) {
            lingering = true;
            var unused = vertx.setTimer(gathering.linger().toMillis(), ignored -> {
                lingering = false;
                flush();
            });
        }
    }

    private void take(Message message) {
        Decoded decoded = decoders.decode(message);
        listener.accept(message, decoded);
        switch (limit.judge(decoded, message)) {
            case TAKEN -> take(message, decoded);
            case FIRST_REFUSED -> {
                count(message);
                reject(message, limit.refusal(decoded));
            }
            case REFUSED -> count(message);
        }
    }

    private void count(Message message) {
        gathered.count(message);
        metrics.message();
    }

    private void take(Message message, Decoded decoded) {
        count(message);
        if (decoded instanceof Decoded.Readings found) {
            inbox.heard(message, found);
            for (Reading reading : found.readings()) {
                gathered.readings().add(validator.validate(homes.of(reading), message.receivedAt()));
            }
            found.statuses().forEach(status -> present(message, status));
        } else if (decoded instanceof Decoded.Status status) {
            present(message, status);
        } else if (decoded instanceof Decoded.Rejected rejected) {
            metrics.rejected(rejected.reason());
            reject(message, rejected);
        }
    }

    private void reject(Message message, Decoded.Rejected why) {
        String decoder = decoders.claiming(message).map(it -> it.name()).orElse("");
        gathered.rejections().add(new Batch.Rejection(message, decoder, why));
    }

    private void present(Message message, Decoded.Status status) {
        gathered.presences()
                .add(new Batch.Presence(
                        homes.of(status.device()),
                        status.online(),
                        status.powerLost(),
                        message.retained(),
                        message.receivedAt()));
    }

    private void flush() {
        if (busy || closed || gathered.isEmpty()) {
            return;
        }
        busy = true;
        Batch batch = gathered;
        underWay = batch;
        gathered = new Batch();
        flushedAt = System.nanoTime();
        batch.learned(DecoderMemories.changes(memories));
        Future<Void> kept = Future.succeededFuture();
        for (Step step : steps) {
            kept = kept.compose(done -> keep(step, batch, FIRST_PAUSE_MILLIS));
        }
        var unused = kept.onSuccess(done -> {
                    batch.acknowledge();
                    metrics.kept(batch);
                    publish.accept(batch);
                })
                .onComplete(done -> next());
    }

    private void next() {
        busy = false;
        underWay = new Batch();
        // at most since then: it gathered meanwhile
        waitingSince = gathered.isEmpty() ? NOTHING_WAITS : flushedAt;
        Runnable turn = waiting.poll();
        if (turn != null) {
            turn.run();
        } else if (closed) {
            idle.tryComplete();
        } else if (gathered.messages() >= gathering.messages() || !lingering) {
            flush();
        }
    }

    /** Succeeds when the step does; fails only when the pipeline is closed meanwhile, and the broker keeps the batch. */
    private Future<Void> keep(Step step, Batch batch, long pauseMillis) {
        if (closed && pauseMillis > FIRST_PAUSE_MILLIS) {
            return Future.failedFuture("closed before " + step.name() + " took the batch");
        }
        long start = System.nanoTime();
        return Future.succeededFuture(batch)
                .compose(step.keep()) // so that a step that throws fails like others, and is tried again
                .onSuccess(done -> recovered(step, start))
                .recover(failure -> {
                    failed(step, failure);
                    Promise<Void> paused = Promise.promise();
                    var unused = vertx.setTimer(pauseMillis, ignored -> paused.complete());
                    return paused.future()
                            .compose(done -> keep(step, batch, Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS)));
                });
    }

    private void recovered(Step step, long start) {
        metrics.step(step.name(), System.nanoTime() - start);
        if (trouble.isPresent()) {
            LOG.info("step={} state=recovered", step.name());
            trouble = Optional.empty();
        }
    }

    private void failed(Step step, Throwable failure) {
        metrics.failure(step.name());
        if (trouble.isEmpty()) {
            LOG.error(
                    "step={} state=failing reason=\"{}\" nothing is acknowledged until it works",
                    step.name(),
                    failure.getMessage());
        }
        trouble = Optional.of(step.name() + ": " + failure.getMessage());
    }
}
