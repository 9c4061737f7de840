package az.ocaq;

import az.ocaq.alarm.Diagnosis;
import az.ocaq.database.Database;
import az.ocaq.device.ServerItself;
import az.ocaq.web.ServerStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How the server is: what it reaches and what it gets through. {@link #status} may be called on any thread, the rest on one
 * context. Times are measured with a clock that does not jump.
 */
final class ServerHealth {
    private static final int PROBE_SECONDS = 5;

    private final Pipeline pipeline;
    private final PipelineMetrics metrics;
    private final Database database;
    private final DiskReserve disk;
    private final long startedNanos = System.nanoTime();
    private volatile boolean databaseUp = true;
    private volatile double messagesPerSecond;
    private long messagesAtProbe;
    private long probedNanos = startedNanos;

    ServerHealth(
            Pipeline pipeline, PipelineMetrics metrics, Database database, DiskReserve disk, MeterRegistry meters) {
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.database = database;
        this.disk = disk;
        var unusedLag = Gauge.builder("ocaq.lag", () -> seconds(pipeline.lag()))
                .description("How long ago the oldest message arrived that is not yet kept and acknowledged")
                .baseUnit("seconds")
                .register(meters);
        var unusedPending = Gauge.builder("ocaq.messages.pending", metrics::pending)
                .description("Messages held in memory until they are kept and acknowledged")
                .register(meters);
        part(meters, "mqtt", () -> status().mqttConnected());
        part(meters, "store", () -> status().storeUp());
        part(meters, "disk", disk::isKept);
        part(meters, "database", () -> status().databaseUp());
    }

    /** Looks at everything that does not tell by itself. To be called every few seconds. */
    void probe() {
        long now = System.nanoTime();
        long messages = metrics.messages();
        messagesPerSecond = (messages - messagesAtProbe) / Math.max((now - probedNanos) / 1e9, 1e-3);
        messagesAtProbe = messages;
        probedNanos = now;
        Future<Integer> answer = database.transact(
                handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
        var unused = answer.timeout(PROBE_SECONDS, TimeUnit.SECONDS).onComplete(it -> databaseUp = it.succeeded());
    }

    /**
     * What the rules for the server itself judge.
     *
     * @param unsent age of the oldest message to people that is to be sent
     * @param dead messages of the last day that reached nobody
     */
    Stream<Diagnosis> diagnoses(Duration unsent, long dead) {
        ServerStatus status = status();
        return Stream.of(
                diagnosis("broker_up", status.mqttConnected() ? 1 : 0, ""),
                diagnosis("store_up", status.storeUp() ? 1 : 0, ""),
                diagnosis("database_up", status.databaseUp() ? 1 : 0, ""),
                diagnosis("ingest_lag", seconds(pipeline.lag()), "s"),
                diagnosis("outbox_age", seconds(unsent), "s"),
                diagnosis("dead_letters", (double) dead, ""),
                diagnosis("disk_free", disk.freePercent(), "%"));
    }

    ServerStatus status() {
        Optional<String> trouble = pipeline.trouble();
        return new ServerStatus(
                ProgramVersion.text(),
                Duration.ofNanos(System.nanoTime() - startedNanos),
                metrics.messages(),
                messagesPerSecond,
                metrics.rejected(),
                pipeline.connected(),
                disk.isKept()
                        && trouble.filter(it -> it.startsWith("store") || it.startsWith("disk"))
                                .isEmpty(),
                databaseUp && trouble.filter(it -> it.startsWith("database")).isEmpty());
    }

    /** How many things would keep alarms from people: nobody's contact, nobody on duty. */
    static Diagnosis unreachable(int findings) {
        return diagnosis("unreachable", findings, "");
    }

    /** How many silences and maintenance windows may have been forgotten. */
    static Diagnosis toBeReviewed(long periods) {
        return diagnosis("quiet_to_review", (double) periods, "");
    }

    private static Diagnosis diagnosis(String name, double value, String unit) {
        return new Diagnosis(ServerItself.ID, Diagnosis.PREFIX + name, value, unit);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private static void part(MeterRegistry meters, String part, Supplier<Boolean> up) {
        var unused = Gauge.builder("ocaq.part.up", () -> up.get() ? 1 : 0)
                .description("Whether a part that the server needs is reached")
                .tag("part", part)
                .register(meters);
    }
}
