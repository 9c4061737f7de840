package az.ocaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleets;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveSimulationTest {
    private static final Instant START = Instant.parse("2026-01-03T08:00:00Z");

    private final Vertx vertx = Vertx.vertx();
    private final Problems problems = new Problems();
    private final DeviceTypes types = DeviceTypes.load(Path.of("devices"), problems);

    @AfterEach
    void closeVertx() throws Exception {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void start_atSpeed_publishesWhatTheSimulationTells() throws Exception {
        RecordingPublisher publisher = new RecordingPublisher();
        try (LiveSimulation live = live(publisher)) {
            var unused =
                    live.start(START).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> telemetry(publisher).size() > 300);
        }

        List<String> expected = new ArrayList<>();
        simulation()
                .messages(
                        START,
                        START.plusSeconds(1800),
                        Duration.ZERO,
                        it -> expected.add(it.topic() + ' ' + new String(it.payload(), StandardCharsets.UTF_8)));
        assertThat(telemetry(publisher).subList(0, 300)).isEqualTo(expected.subList(0, 300));
        assertThat(publisher.published()).contains("village/shusha/wind/turbine/status online");
    }

    @Test
    void start_receiverThatHolds_waitsInsteadOfKeeping() throws Exception {
        RecordingPublisher publisher = new RecordingPublisher();
        publisher.hold();
        try (LiveSimulation live = live(publisher)) {
            var unused =
                    live.start(START).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> publisher.published().size() >= 5000);
            int held = publisher.published().size();

            assertThat(held).isEqualTo(5000);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> live.pace().contains("CANNOT KEEP PACE"));
            assertThat(live.pace()).startsWith("0 messages/s").contains(" 5000 unacknowledged, 0 refused");
            publisher.release();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> publisher.published().size() > held);
        }
    }

    @Test
    void start_manyDevices_areSaidToBeThereWhenFirstDue() throws Exception {
        RecordingPublisher publisher = new RecordingPublisher();
        try (LiveSimulation live = live(publisher)) {
            var unused =
                    live.start(START).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> telemetry(publisher).size() > 50);
            assertThat(live.pace()).matches("[1-9]\\d* messages/s, late p50 \\d+ ms, p99 \\d+ ms, max \\d+ ms, .*");
        }

        List<String> first = publisher.published().subList(0, 40);
        assertThat(first.get(0)).endsWith("/status online");
        String device = first.get(0).replace("/status online", "/telemetry ");
        assertThat(first.get(1)).startsWith(device);
    }

    private static List<String> telemetry(RecordingPublisher publisher) {
        return publisher.published().stream()
                .filter(it -> it.contains("/telemetry "))
                .toList();
    }

    private LiveSimulation live(Publisher publisher) {
        return new LiveSimulation(vertx, simulation(), publisher, Clock.systemUTC(), 3000);
    }

    private Simulation simulation() {
        return new Simulation(Fleets.load(Path.of("devices"), List.of("shusha"), types, problems), types, 3);
    }
}
