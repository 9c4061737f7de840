package az.ocaq.simulation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import az.ocaq.config.Problems;
import az.ocaq.measurement.Message;
import az.ocaq.simulation.RecordingPublisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayTest {
    private static final Path RECORDED = Path.of(System.getProperty("ocaq.shared", "../shared"), "recorded");
    private static final String MAPPING = """
            time: {column: at, format: "yyyy-MM-dd HH:mm:ss[.SSSSSS]", zone: America/Denver}
            missing: [nan, "-9999.9"]
            columns:
              kw: {device: recorded/wind/turbine, metric: active_power, unit: W, factor: 1000}
              v: {device: recorded/wind/turbine, metric: wind_speed, unit: m/s}
              t: {device: recorded/mast/station, metric: temperature, unit: °C}
            """;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Problems problems = new Problems();

    @AfterEach
    void closeVertx() throws Exception {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void next_rows_giveOneMessagePerDeviceWithAllDigits() throws IOException {
        List<String> messages = messages("""
                # a comment
                at,kw,v,t
                2010-02-17 19:30:00,-2.07,0.630,-9999.9

                2010-07-01 12:00:00.000250,,7.1,nan
                2010-07-01 12:10:00,1.23456789012345,"8.25",21.50
                """);

        assertThat(messages)
                .containsExactly(
                        "village/recorded/wind/turbine/telemetry {\"ts\":1266460200000,\"active_power\":-2070,\"wind_speed\":0.63}",
                        "village/recorded/wind/turbine/telemetry {\"ts\":\"2010-07-01T18:00:00.000250Z\",\"wind_speed\":7.1}",
                        "village/recorded/wind/turbine/telemetry {\"ts\":1278007800000,\"active_power\":1234.56789012345,\"wind_speed\":8.25}",
                        "village/recorded/mast/station/telemetry {\"ts\":1278007800000,\"temperature\":21.5}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at,kw,t\\n                                | has no column 'v'
            at,kw,v,t\\nyesterday,1,1,1\\n            | :2 at: 'yesterday' is not a time
            at,kw,v,t\\n2010-02-17 19:30:00,x,1,1\\n  | :2 kw: 'x' is not a number
            """)
    void next_wrongTable_isToldWithItsLine(String table, String expected) {
        assertThatThrownBy(() -> messages(table.replace("\\n", "\n")))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unit: m/s                  | unit: km/h        | 'wind_speed' is stored in m/s
            factor: 1000               | factor: thousand  | 'thousand' is not a number
            device: recorded/mast/     | device: Recorded/ | must be settlement/site/device
            zone: America/Denver       | zone: Denver      | 'Denver' is no time zone
            """)
    void load_wrongMapping_isToldWithItsLine(String right, String wrong, String expected) throws IOException {
        Mapping ignored = mapping(MAPPING.replace(right, wrong));

        assertThat(ignored.columns()).isNotEmpty();
        assertThat(problems.all()).anyMatch(it -> it.contains("mapping.yaml:") && it.contains(expected));
    }

    @Test
    void run_receiverThatHolds_endsAfterTheLastAcknowledgement() throws Exception {
        RecordingPublisher publisher = new RecordingPublisher();
        publisher.hold();
        Future<Long> end;
        try (Recording recording = recording("""
                at,kw,v,t
                2010-02-17 19:30:00,1,1,1
                2010-02-17 19:40:00,1,1,1
                """)) {
            end = new Replay(vertx, recording, publisher, Clock.systemUTC(), 0).run();

            Awaitility.await().until(() -> publisher.published().size() == 4);
            assertThat(end.isComplete()).isFalse();
            publisher.release();
            assertThat(end.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isEqualTo(4);
        }
    }

    @Test
    void run_withSpeed_keepsTheRecordedPace() throws Exception {
        RecordingPublisher publisher = new RecordingPublisher();
        Clock clock = Clock.systemUTC();
        long start = clock.millis();
        try (Recording recording = recording("""
                at,kw,v,t
                2010-02-17 19:30:00,1,1,1
                2010-02-17 19:40:00,1,1,1
                """)) {
            Future<Long> end = new Replay(vertx, recording, publisher, clock, 2000).run();

            assertThat(end.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isEqualTo(4);
        }
        assertThat(Duration.ofMillis(clock.millis() - start)).isGreaterThan(Duration.ofMillis(290));
    }

    @ParameterizedTest
    @CsvSource({
        "nrel-roof, pv_plant_nrel_campus/serf_east_15min_ac_power.csv, 10000",
        "nrel-roof-1min, pv_plant_nrel_campus/serf_east_1min_ac_power.csv, 2607",
        "wind-1500, wind_scada_1500kw/scada_10min_2010.csv, 42766",
        "ferrara, water_dma_ferrara_bwdf/dma_inflow_weather_hourly_2021.csv, 70000"
    })
    void shippedMapping_overItsRecording_readsEveryRow(String name, String file, int atLeast) throws IOException {
        Mapping mapping = Mapping.load(Path.of("devices/mappings", name + ".yaml"), problems);
        assertThat(problems.all()).isEmpty();
        assumeThat(RECORDED.resolve(file)).exists();

        try (Recording recording = new Recording(RECORDED.resolve(file), mapping)) {
            assertThat(drain(recording)).hasSizeGreaterThanOrEqualTo(atLeast);
        }
    }

    private List<String> messages(String table) throws IOException {
        try (Recording recording = recording(table)) {
            return drain(recording);
        }
    }

    private static List<String> drain(Recording recording) throws IOException {
        List<String> messages = new ArrayList<>();
        for (Optional<Message> next = recording.next(); next.isPresent(); next = recording.next()) {
            messages.add(next.get().topic() + ' ' + new String(next.get().payload(), StandardCharsets.UTF_8));
        }
        return messages;
    }

    private Recording recording(String table) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, table);
        return new Recording(file, mapping(MAPPING));
    }

    private Mapping mapping(String text) throws IOException {
        Path file = folder.resolve("mapping.yaml");
        Files.writeString(file, text);
        return Mapping.load(file, problems);
    }
}
