package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.web.ServerStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How the server is: what it reaches and what it gets through. {@link #status} may be called on any thread. */
final class ServerHealth {
    private static final int PROBE_SECONDS = 5;

    private final Pipeline pipeline;
    private final PipelineMetrics metrics;
    private final Database database;
    private final DiskReserve disk;
    private final Clock clock;
    private final Instant startedAt;
    private volatile boolean databaseUp = true;
    private volatile double messagesPerSecond;
    private long messagesAtProbe;
    private Instant probedAt;

    ServerHealth(
            Pipeline pipeline,
            PipelineMetrics metrics,
            Database database,
            DiskReserve disk,
            Clock clock,
            MeterRegistry meters) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.database = database;
        this.disk = disk;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.probedAt = startedAt;
        var unusedLag = Gauge.builder("ocaq.lag", this::lagSeconds)
                .description("How long ago the oldest message arrived that is not yet kept and acknowledged")
                .baseUnit("seconds")
                .register(meters);
        var unusedPending = Gauge.builder("ocaq.messages.pending", metrics::pending)
                .description("Messages held in memory until they are kept and acknowledged")
                .register(meters);
        gauge(meters, "mqtt", () -> status().mqttConnected());
        gauge(meters, "store", () -> status().storeUp());
        gauge(meters, "disk", disk::isKept);
        gauge(meters, "database", () -> status().databaseUp());
    }

    /** Asks the database whether it is there. To be called every few seconds on one context. */
    void probe() {
        Instant now = clock.instant();
        double seconds = Duration.between(probedAt, now).toMillis() / 1e3;
        long messages = metrics.messages();
        messagesPerSecond = seconds > 0 ? (messages - messagesAtProbe) / seconds : 0;
        messagesAtProbe = messages;
        probedAt = now;
        Future<Integer> answer = database.transact(
                handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
        var unused = answer.timeout(PROBE_SECONDS, TimeUnit.SECONDS).onComplete(it -> databaseUp = it.succeeded());
    }

    ServerStatus status() {
        Optional<String> trouble = pipeline.trouble();
        return new ServerStatus(
                ProgramVersion.text(),
                Duration.between(startedAt, clock.instant()),
                metrics.messages(),
                messagesPerSecond,
                metrics.rejected(),
                pipeline.connected(),
                disk.isKept()
                        && trouble.filter(it -> it.startsWith("store") || it.startsWith("disk"))
                                .isEmpty(),
                databaseUp && trouble.filter(it -> it.startsWith("database")).isEmpty());
    }

    private double lagSeconds() {
        return pipeline.oldestArrival()
                .map(it -> Duration.between(it, clock.instant()).toMillis() / 1e3)
                .orElse(0.0);
    }

    private static void gauge(MeterRegistry meters, String part, java.util.function.BooleanSupplier up) {
        var unused = Gauge.builder("ocaq.part.up", () -> up.getAsBoolean() ? 1 : 0)
                .description("Whether a part that the server needs is reached")
                .tag("part", part)
                .register(meters);
    }
}
