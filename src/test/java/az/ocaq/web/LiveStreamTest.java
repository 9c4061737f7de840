package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.alarm.Alarm;
import az.ocaq.measurement.Reading;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveStreamTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    /** Somebody who follows; everything that came, line by line. */
    private List<String> follow(String user, String query) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port + "/api/v1/live" + query))
                .header("Cookie", server.visitor(user).cookie)
                .build();
        var unused = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(String line) {
                        lines.add(line);
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                }));
        await().atMost(Duration.ofSeconds(60)).until(() -> lines.contains(": connected"));
        return lines;
    }

    private void arriveAndTick(Reading... readings) throws Exception {
        server.arrive(List.of(readings));
        server.onPipeline(() -> {
            server.live.tick();
        });
    }

    @Test
    void live_settlement_tellsTheNewestValueOfEachSeriesOnce() throws Exception {
        List<String> lines = follow("operator", "?settlement=aghali");

        arriveAndTick(
                SampleVillage.reading("aghali/home-003/meter/active_power", RunningServer.NOW.minusSeconds(2), 1),
                SampleVillage.reading("aghali/home-003/meter/active_power", RunningServer.NOW.minusSeconds(1), 2),
                SampleVillage.reading("zabukh/home-001/meter/active_power", RunningServer.NOW.minusSeconds(1), 9));

        await().atMost(Duration.ofSeconds(60)).until(() -> lines.contains("event: reading"));
        assertThat(lines.stream().filter(it -> it.contains("\"metric\"")))
                .singleElement()
                .satisfies(it -> assertThat(it).contains("\"value\":2.0").contains("home-003"));
        assertThat(lines).anyMatch(it -> it.contains("\"status\":\"online\""));
        assertThat(lines).noneMatch(it -> it.contains("zabukh"));
    }

    @Test
    void live_resident_getsTheOwnHomeOnlyAndAlarmsOfTheSupply() throws Exception {
        List<String> lines = follow("resident", "");

        Alarm neighbours = server.lowVoltageTwice("aghali/home-002/meter");
        Alarm supply = server.changed(
                        List.of(SampleVillage.reading("aghali/water/tank/tank_level", RunningServer.NOW, 40)))
                .get(0);
        arriveAndTick(
                SampleVillage.reading("aghali/home-001/meter/active_power", RunningServer.NOW, 5),
                SampleVillage.reading("aghali/home-004/meter/active_power", RunningServer.NOW, 6));

        await().atMost(Duration.ofSeconds(60)).until(() -> lines.contains("event: reading"));
        assertThat(lines).anyMatch(it -> it.contains("\"value\":5.0"));
        assertThat(lines).noneMatch(it -> it.contains("home-004"));
        assertThat(lines)
                .anyMatch(it -> it.contains("\"id\":" + supply.id() + ","))
                .noneMatch(it -> it.contains("\"id\":" + neighbours.id() + ","));
    }

    @Test
    void live_residentElsewhere_isRefused() throws Exception {
        assertThat(server.visitor("resident").get("/live?settlement=zabukh").statusCode())
                .isEqualTo(403);
        assertThat(server.visitor("operator").get("/live?settlement=zabukh").statusCode())
                .isEqualTo(404);
    }
}
