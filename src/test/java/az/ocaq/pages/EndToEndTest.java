package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import az.ocaq.pages.Browser.Visit;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a real MQTT client, the real server with the shipped fleets, a real browser. */
@EnabledIf("allIsThere")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndToEndTest {
    private static final Path CLIENT = Path.of("/usr/bin/mosquitto_pub");
    private static final String PASSWORD = "correct horse";
    private static final String METER = "aghali/home-017/meter";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONTACTS = """
            contacts:
              electricity-crew-day: {language: en, page: crew, mail: [crew@example.az]}
              electricity-crew-night: {language: en, page: crew, mail: [crew@example.az]}
            """;
    private static final String RULE = """
            voltage_high:
              kind: threshold
              devices: {type: household_meter}
              metric: voltage_l1
              unit: V
              op: ">"
              threshold: 253
              deadband: 3
              priority: critical
              title: {az: Gərginlik yüksəkdir, ru: Высокое напряжение, en: Voltage is high}
              response: {az: Transformatoru yoxlayın, ru: Проверьте трансформатор, en: Check the transformer}
            """;

    private final Clock clock = Clock.systemUTC();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Path directory = Path.of("");
    private Village village;
    private Browser browser;

    static boolean allIsThere() {
        return Browser.isThere() && Files.isExecutable(CLIENT);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(directory.resolve("alarms/voltage.yaml"), RULE);
        Files.writeString(directory.resolve("contacts.yaml"), CONTACTS);
        mail.start();
        village = village();
        account("operator", Role.OPERATOR, Optional.empty());
        account("crew", Role.CREW, Optional.empty());
        account("resident", Role.RESIDENT, Optional.of("aghali/home-017"));
        browser = new Browser();
    }

    @AfterAll
    void stop() {
        browser.close();
        village.close();
        mail.stop();
    }

    @Test
    void value_publishedByADevice_isOnTheOperatorsPage() throws Exception {
        try (Visit visit = browser.visitNow(address(), 1440, "en")) {
            visit.signIn("operator", PASSWORD, "/operator");
            visit.page.navigate("/operator#/device/" + METER);

            publish("311", METER, "{\"active_power\":3214.5}");

            assertThat(visit.page.locator("main")).containsText("3.21");
            assertThat(visit.errors).isEmpty();
            assertThat(visit.elsewhere).isEmpty();
        }
    }

    @Test
    void value_outOfLimits_isOnTheCrewsPageWithoutReloading_isMailed_andSurvivesARestart() throws Exception {
        try (Visit visit = browser.visitNow(address(), 390, "en")) {
            visit.signIn("crew", PASSWORD, "/crew");

            publish("5", "aghali/home-021/meter", "{\"voltage_l1\":261.5}");

            Locator card = visit.page.locator("[data-alarm='" + alarm(visit, "aghali/home-021/meter") + "']");
            assertThat(card).containsText("Voltage is high");
            await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length == 1);
            assertThat(mail.getReceivedMessages()[0].getSubject()).contains("Voltage is high");
            Locator accept = card.locator(".next").filter(new Locator.FilterOptions().setHasText("Accept"));
            Response answer = visit.page.waitForResponse("**/acknowledge", () -> accept.click());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(card).containsText("Write what I do");
        }

        village.close();
        village = village();

        try (Visit visit = browser.visitNow(address(), 390, "en")) {
            visit.signIn("crew", PASSWORD, "/crew");
            assertThat(visit.page.locator("[data-alarm='" + alarm(visit, "aghali/home-021/meter") + "']"))
                    .containsText("Write what I do");
        }
    }

    /** The alarm of a device, once there is one. */
    private static int alarm(Visit visit, String device) {
        return await().atMost(PATIENCE)
                .until(
                        () -> (Integer) visit.page.evaluate(
                                "async (device) => (await (await fetch('/api/v1/alarms')).json()).items"
                                        + ".find((alarm) => alarm.device === device)?.id ?? 0",
                                device),
                        id -> id > 0);
    }

    @Test
    void messagesOfOneTimeWithDifferentMetrics_bothStay() throws Exception {
        long time = clock.millis();
        publish("5", "aghali/home-018/meter", "{\"ts\":" + time + ",\"voltage_l2\":231.25}");
        publish("5", "aghali/home-018/meter", "{\"ts\":" + time + ",\"voltage_l3\":229.75}");

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(points("aghali/home-018/meter", "voltage_l2"))
                    .extracting(Point::value)
                    .containsExactly(231.25);
            assertThat(points("aghali/home-018/meter", "voltage_l3"))
                    .extracting(Point::value)
                    .containsExactly(229.75);
        });
    }

    @Test
    void lateReading_keepsItsTime_isMarkedAndIsNotTheLatest() throws Exception {
        Instant now = clock.instant();
        publish("5", "aghali/home-019/meter", "{\"ts\":" + now.toEpochMilli() + ",\"active_power\":500}");
        publish(
                "5",
                "aghali/home-019/meter",
                "{\"ts\":" + now.minusSeconds(3600).toEpochMilli() + ",\"active_power\":900}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points("aghali/home-019/meter", "active_power"))
                        .extracting(Point::value, Point::quality)
                        .containsExactly(
                                org.assertj.core.groups.Tuple.tuple(900.0, Quality.LATE),
                                org.assertj.core.groups.Tuple.tuple(500.0, Quality.GOOD)));
    }

    @Test
    void rubbish_costsItselfAlone_andIsInTheQuarantine() throws Exception {
        for (String payload :
                List.of("", "{\"active_power\":", "[".repeat(2_000), "{\"active_power\":NaN}", "\u0000\u0001")) {
            publish("5", "aghali/home-020/meter", payload);
        }
        publish("5", "aghali/home-020/meter", "{\"ts\":2082758400000,\"active_power\":7}");
        publish("5", "aghali/home-020/meter", "{\"active_power\":8}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points("aghali/home-020/meter", "active_power"))
                        .extracting(Point::value, Point::quality)
                        .contains(
                                org.assertj.core.groups.Tuple.tuple(7.0, Quality.SUSPECT),
                                org.assertj.core.groups.Tuple.tuple(8.0, Quality.GOOD)));
    }

    private Village village() {
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_CONTACTS", directory.resolve("contacts.yaml").toString());
        environment.put("OCAQ_MAIL_HOST", "127.0.0.1");
        environment.put("OCAQ_MAIL_PORT", Integer.toString(mail.getSmtp().getPort()));
        environment.put("OCAQ_MAIL_START_TLS", "none");
        environment.put("OCAQ_ALARMS_DIR", directory.resolve("alarms").toString());
        Installation installation =
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali", "recorded"));
        return Village.start(installation, clock);
    }

    /** Browsers count localhost as secure, which workers and locks need. */
    private String address() {
        return "http://localhost:" + village.address().getPort();
    }

    private void publish(String version, String device, String payload) throws IOException, InterruptedException {
        URI broker = URI.create(village.brokerUrl());
        Path file = Files.writeString(directory.resolve("payload"), payload);
        Process client = new ProcessBuilder(
                        CLIENT.toString(),
                        "-V",
                        version.equals("311") ? "mqttv311" : "mqttv5",
                        "-p",
                        Integer.toString(broker.getPort()),
                        "-q",
                        "1",
                        "-t",
                        "village/" + device + "/telemetry",
                        "-f",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
    }

    private List<Point> points(String device, String metric) throws Exception {
        SeriesId series = new SeriesId(DeviceId.parse(device).orElseThrow(), Metric.named(metric));
        Instant now = clock.instant();
        return wait(village.store().read(SeriesQuery.raw(series, now.minusSeconds(7_200), now.plusSeconds(60))));
    }

    private void account(String name, Role role, Optional<String> home) throws Exception {
        wait(village.accounts().create(new Actor(name, role, Set.of(), Set.of(), home), PASSWORD));
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
