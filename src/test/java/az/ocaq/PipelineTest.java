package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.database.Database;
import az.ocaq.decode.Decoders;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.SeriesId;
import az.ocaq.onboarding.Homes;
import az.ocaq.onboarding.Inbox;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.questdb.QuestStore;
import az.ocaq.validate.TimeRule;
import az.ocaq.validate.Validator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline over a real store, fed as the source feeds it. */
@Timeout(180)
final class PipelineTest {
    private static final String TOPIC = "village/aghali/home-001/meter/telemetry";
    private static final SeriesId POWER =
            new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("active_power"));
    private static final Instant NOON = Instant.parse("2026-06-01T08:00:00Z");

    private static final Vertx OF_DATABASE = Vertx.vertx();

    @TempDir
    static Path rows;

    private static Database database;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());

    @TempDir
    Path directory;

    private TimeSeriesStore store;

    @BeforeAll
    static void openDatabase() {
        database = Database.openH2(OF_DATABASE, rows);
    }

    @AfterAll
    static void closeDatabase() throws Exception {
        database.close();
        done(OF_DATABASE.close());
    }

    @BeforeEach
    void open() {
        store = QuestStore.open(vertx, directory, false);
    }

    @AfterEach
    void close() throws Exception {
        done(store.close());
        done(vertx.close());
    }

    @Test
    void received_isAcknowledgedOnceStored_thenPublished() throws Exception {
        Pipeline pipeline = pipeline(storing(), new Pipeline.Step("later", batch -> event("later")));

        receive(pipeline, "{\"ts\":" + NOON.toEpochMilli() + ",\"active_power\":812.5}");

        await().untilAsserted(() -> assertThat(events).containsExactly("later", "acknowledged", "published"));
        assertThat(stored()).extracting(Point::value).containsExactly(812.5);
    }

    @Test
    void received_aStepFails_nothingIsAcknowledgedUntilItWorksAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Pipeline pipeline = pipeline(
                storing(),
                new Pipeline.Step(
                        "database",
                        batch -> tries.incrementAndGet() < 3 ? Future.failedFuture("down") : Future.succeededFuture()));

        receive(pipeline, "{\"active_power\":1}");

        await().until(() -> pipeline.trouble().isPresent());
        assertThat(pipeline.trouble()).hasValueSatisfying(it -> assertThat(it).isEqualTo("database: down"));
        await().untilAsserted(() -> assertThat(events).containsExactly("acknowledged", "published"));
        assertThat(tries).hasValue(3);
        assertThat(pipeline.trouble()).isEmpty();
    }

    @Test
    void received_aStepThrows_itIsTriedAgainLikeOneThatFails() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Pipeline pipeline = pipeline(storing(), new Pipeline.Step("alarms", batch -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("a mistake");
            }
            return Future.succeededFuture();
        }));

        receive(pipeline, "{\"active_power\":1}");

        await().untilAsserted(() -> assertThat(events).containsExactly("acknowledged", "published"));
        assertThat(tries).hasValue(3);
    }

    @Test
    void received_badMessagesAmongGood_costThemselvesAlone() throws Exception {
        List<String> rejected = new CopyOnWriteArrayList<>();
        Pipeline pipeline = pipeline(storing(), new Pipeline.Step("quarantine", batch -> {
            batch.rejections().forEach(it -> rejected.add(it.why().reason().word()));
            return Future.succeededFuture();
        }));

        receive(
                pipeline,
                "{\"ts\":" + NOON.toEpochMilli() + ",\"active_power\":1}",
                "{\"active_power\":",
                "",
                "[".repeat(5_000),
                "{\"ts\":" + NOON.plusSeconds(1).toEpochMilli() + ",\"active_power\":2}");

        await().until(() -> events.contains("acknowledged"));
        assertThat(stored()).extracting(Point::value).containsExactly(1.0, 2.0);
        assertThat(rejected).hasSize(3);
        assertThat(metrics.rejected()).isEqualTo(3);
        assertThat(metrics.messages()).isEqualTo(5);
    }

    @Test
    void received_moreThanADeviceMaySend_isAcknowledged_andTheFirstRefusedIsKeptAside() throws Exception {
        List<String> rejected = new CopyOnWriteArrayList<>();
        Pipeline pipeline = pipeline(
                new DeviceLimit(new DeviceLimit.Allowance(1, 3), new SimpleMeterRegistry()),
                storing(),
                new Pipeline.Step("quarantine", batch -> {
                    batch.rejections()
                            .forEach(it -> rejected.add(it.why().reason().word()));
                    return Future.succeededFuture();
                }));
        String[] payloads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(it -> "{\"ts\":" + (NOON.toEpochMilli() + it) + ",\"active_power\":" + it + "}")
                .toArray(String[]::new);

        receive(pipeline, payloads);

        await().until(() -> events.contains("acknowledged"));
        assertThat(stored()).extracting(Point::value).containsExactly(0.0, 1.0, 2.0);
        assertThat(rejected).containsExactly("over_limit");
        assertThat(metrics.messages()).isEqualTo(8);
    }

    @Test
    void lag_isTheAgeOfWhatIsNotKept() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Pipeline pipeline = pipeline(new Pipeline.Step(
                "store",
                batch -> tries.incrementAndGet() < 4 ? Future.failedFuture("down") : Future.succeededFuture()));
        assertThat(pipeline.lag()).isZero();

        receive(pipeline, "{\"active_power\":1}");

        await().until(() -> pipeline.lag().compareTo(Duration.ofMillis(300)) > 0);
        await().until(() -> pipeline.lag().isZero());
    }

    @Test
    void received_sameMessageAgain_isStoredOnce() throws Exception {
        Pipeline pipeline = pipeline(storing());
        String payload = "{\"ts\":" + NOON.toEpochMilli() + ",\"active_power\":812.5}";

        receive(pipeline, payload);
        receive(pipeline, payload);

        await().until(() -> events.stream().filter("acknowledged"::equals).count() == 2);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void close_whileAStepFails_givesTheBatchBackToTheBroker() throws Exception {
        Pipeline pipeline = pipeline(new Pipeline.Step("store", batch -> Future.failedFuture("down")));
        receive(pipeline, "{\"active_power\":1}");
        await().until(() -> pipeline.trouble().isPresent());

        done(onContext(pipeline::close));

        assertThat(events).isEmpty();
    }

    private Pipeline pipeline(Pipeline.Step... steps) {
        return pipeline(new DeviceLimit(new DeviceLimit.Allowance(1_000, 1_000_000), new SimpleMeterRegistry()), steps);
    }

    private Pipeline pipeline(DeviceLimit limit, Pipeline.Step... steps) {
        DeviceRegistry registry = new DeviceRegistry(List.of(), List.of(), List.of());
        Validator validator = new Validator(registry, TimeRule.DEFAULT, 1_000);
        Homes homes = Homes.none(registry);
        return new Pipeline(
                vertx,
                Decoders.standard(),
                homes,
                Inbox.open(database, registry, homes),
                validator,
                limit,
                new Pipeline.Gathering(100, Duration.ofMillis(10)),
                List.of(steps),
                batch -> events.add("published"),
                metrics);
    }

    private Pipeline.Step storing() {
        return new Pipeline.Step("store", batch -> store.append(batch.readings()));
    }

    private Future<Void> event(String name) {
        events.add(name);
        return Future.succeededFuture();
    }

    private void receive(Pipeline pipeline, String... payloads) throws Exception {
        List<Message> messages = java.util.Arrays.stream(payloads)
                .map(text -> new Message(TOPIC, text.getBytes(StandardCharsets.UTF_8), NOON.plusSeconds(1), false))
                .toList();
        done(onContext(() -> {
            pipeline.received(messages, () -> events.add("acknowledged"));
            return Future.succeededFuture();
        }));
    }

    private List<Point> stored() throws Exception {
        return done(store.read(SeriesQuery.raw(POWER, NOON.minusSeconds(10), NOON.plusSeconds(10))));
    }

    private Future<Void> onContext(java.util.function.Supplier<Future<Void>> work) {
        io.vertx.core.Promise<Void> done = io.vertx.core.Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(done));
        return done.future();
    }
}
