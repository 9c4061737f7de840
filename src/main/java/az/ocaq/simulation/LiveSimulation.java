package az.ocaq.simulation;

import az.ocaq.simulation.convention.Voice;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.model.Reporter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes what a simulation tells as time goes by, at the intervals of the devices' types, on a thread of its own. When
 * the receiver is slower than the village, it waits: nothing is left out, little is kept, and what comes late keeps its time.
 */
public final class LiveSimulation implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final int MOST_PENDING = 5_000;
    private static final long LOOK_AGAIN_MILLIS = 100;
    /** So late it says that it cannot keep pace. */
    private static final Duration TOO_LATE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Simulation simulation;
    private final Publisher publisher;
    private final Clock clock;
    private final double speed;
    private final Schedule schedule;
    private final WorkerExecutor worker;
    private final Semaphore free = new Semaphore(MOST_PENDING);
    private final Set<Reporter> begun = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Lateness lateness = new Lateness();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Instant realStart = Instant.EPOCH;
    private volatile Instant simulatedStart = Instant.EPOCH;
    private volatile long nextSecond;
    private Instant statedAt = Instant.EPOCH;
    private volatile boolean stopped;

    /** @param speed seconds of the village per second of the clock */
    public LiveSimulation(Vertx vertx, Simulation simulation, Publisher publisher, Clock clock, double speed) {
        this.vertx = vertx;
        this.simulation = simulation;
        this.publisher = publisher;
        this.clock = clock;
        this.speed = speed;
        this.schedule = new Schedule(simulation.reporters(), Duration.ZERO);
        // the first days take as long as they take: no warning
        this.worker = vertx.createSharedWorkerExecutor("simulation", 1, 1, TimeUnit.HOURS);
    }

    /**
     * Starts with a simulated time; completes when the village has been computed up to then. Each device says that it
     * is there when it is first due.
     */
    public Future<Void> start(Instant from) {
        return worker.executeBlocking(() -> {
                    simulatedStart = from;
                    nextSecond = from.getEpochSecond();
                    // computes the days since the registers started, which takes seconds
                    schedule.walk(from, from.plusSeconds(1), (reporter, millis) -> reporter.readings(millis, it -> {}));
                    realStart = clock.instant();
                    statedAt = realStart;
                    return true;
                })
                .onSuccess(done -> later())
                .mapEmpty();
    }

    /** Messages that the receiver has taken. */
    public long published() {
        return published.get();
    }

    /** Messages that the receiver has refused. */
    public long failed() {
        return failed.get();
    }

    /** One more fault of the running village; completes when it is part of it. */
    public Future<Void> add(Fault fault) {
        return worker.executeBlocking(() -> {
                    simulation.add(fault);
                    return true;
                })
                .mapEmpty();
    }

    /** The time in the village. */
    public Instant now() {
        double elapsed = Duration.between(realStart, clock.instant()).toNanos() / 1e9 * speed;
        return simulatedStart.plusNanos((long) (elapsed * 1e9));
    }

    private void later() {
        var unusedTimer = vertx.setTimer(TICK_MILLIS, ignored -> tick());
    }

    private void tick() {
        if (stopped) {
            var unused = worker.close();
            return;
        }
        var unused = worker.executeBlocking(() -> {
                    catchUp();
                    return true;
                })
                .onComplete(done -> later());
    }

    /**
     * A line that says how it has kept pace since the last one: messages a second, how long after it was due a message was
     * acknowledged, and what is on its way. Any thread.
     */
    public synchronized String pace() {
        Instant time = clock.instant();
        double seconds = Math.max(1e-3, Duration.between(statedAt, time).toNanos() / 1e9);
        statedAt = time;
        Lateness.Figures late = lateness.take();
        String line = String.format(
                Locale.ROOT,
                "%.0f messages/s, %s, %d unacknowledged, %d refused",
                late.reports() / seconds,
                late,
                MOST_PENDING - free.availablePermits(),
                failed());
        Duration behind = Duration.between(due(nextSecond), time);
        return behind.compareTo(TOO_LATE) < 0
                ? line
                : line + String.format(Locale.ROOT, "; CANNOT KEEP PACE: %d s behind the clock", behind.toSeconds());
    }

    /** The time of the clock at which a second of the village is due. */
    private Instant due(long epochSecond) {
        double seconds = (epochSecond - simulatedStart.getEpochSecond() - simulatedStart.getNano() / 1e9) / speed;
        return realStart.plusNanos((long) (seconds * 1e9));
    }

    /** Publishes second by second up to now, or as far as the receiver can take it. */
    private void catchUp() {
        long until = now().getEpochSecond();
        for (long second = nextSecond; second <= until && free.availablePermits() > 0 && !stopped; second++) {
            Instant due = due(second);
            Voice.Sink sink = (topic, payload, retained) -> send(due, topic, payload, retained);
            schedule.at(second, (reporter, millis) -> {
                // not all at the start: a hundred thousand of them would delay what is measured
                if (begun.add(reporter) && !reporter.isOffline(millis)) {
                    reporter.begin(millis, sink);
                }
                reporter.messages(millis, Simulation.every(reporter, Duration.ZERO), sink);
            });
            nextSecond = second + 1;
        }
    }

    private void send(Instant due, String topic, byte[] payload, boolean retained) {
        if (!mayStart()) {
            return;
        }
        var unused = publisher.publish(topic, payload, retained).onComplete(result -> {
            free.release();
            lateness.add(Duration.between(due, clock.instant()).toNanos() / 1e6);
            (result.succeeded() ? published : failed).incrementAndGet();
        });
    }

    /** Waits until one more may be on its way; false when it is to stop. */
    private boolean mayStart() {
        try {
            while (!stopped) {
                if (free.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Publishes nothing more; its thread ends with the next tick. */
    @Override
    public void close() {
        stopped = true;
    }
}
