package az.ocaq.simulation;

import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.model.Reporter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes what a simulation tells as time goes by, at the intervals of the devices' types, on a thread of its own. When
 * the receiver is slower than the village, it waits: nothing is left out and little is kept.
 */
public final class LiveSimulation implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final int MOST_PENDING = 5_000;

    private final Vertx vertx;
    private final Simulation simulation;
    private final Publisher publisher;
    private final Clock clock;
    private final double speed;
    private final Schedule schedule;
    private final WorkerExecutor worker;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Instant realStart = Instant.EPOCH;
    private volatile Instant simulatedStart = Instant.EPOCH;
    private int begun;
    private long nextSecond;
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
     * Starts with a simulated time; completes when the village has been computed up to then. Every device says that it
     * is there before the first one tells what it measures.
     */
    public Future<Void> start(Instant from) {
        return worker.executeBlocking(() -> {
                    simulatedStart = from;
                    nextSecond = from.getEpochSecond();
                    // computes the days since the registers started, which takes seconds
                    schedule.walk(from, from.plusSeconds(1), (reporter, millis) -> reporter.readings(millis, it -> {}));
                    realStart = clock.instant();
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

    /** Publishes second by second up to now, or as far as the receiver can take it. */
    private void catchUp() {
        List<Reporter> reporters = simulation.reporters();
        while (begun < reporters.size() && pending.get() < MOST_PENDING && !stopped) {
            reporters.get(begun).begin(simulatedStart.toEpochMilli(), this::send);
            begun++;
        }
        if (begun < reporters.size()) {
            return;
        }
        long until = now().getEpochSecond();
        while (nextSecond <= until && pending.get() < MOST_PENDING && !stopped) {
            schedule.at(
                    nextSecond,
                    (reporter, millis) ->
                            reporter.messages(millis, Simulation.every(reporter, Duration.ZERO), this::send));
            nextSecond++;
        }
    }

    private void send(String topic, byte[] payload, boolean retained) {
        pending.incrementAndGet();
        var unused = publisher.publish(topic, payload, retained).onComplete(result -> {
            pending.decrementAndGet();
            (result.succeeded() ? published : failed).incrementAndGet();
        });
    }

    /** Publishes nothing more; its thread ends with the next tick. */
    @Override
    public void close() {
        stopped = true;
    }
}
