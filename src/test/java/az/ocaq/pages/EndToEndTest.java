package az.ocaq.pages;

import static az.ocaq.Futures.done;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a real MQTT client, the real server with the shipped fleets, a real browser. */
@EnabledIf("az.ocaq.pages.RealVillage#isPossible")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndToEndTest {
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
    private RealVillage village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path contacts = Files.writeString(directory.resolve("contacts.yaml"), CONTACTS);
        mail.start();
        village = new RealVillage(
                directory,
                RULE,
                Map.of(
                        "OCAQ_CONTACTS",
                        contacts.toString(),
                        "OCAQ_MAIL_HOST",
                        "127.0.0.1",
                        "OCAQ_MAIL_PORT",
                        Integer.toString(mail.getSmtp().getPort()),
                        "OCAQ_MAIL_START_TLS",
                        "none"));
        village.account("operator", Role.OPERATOR, Optional.empty());
        village.account("crew", Role.CREW, Optional.empty());
        village.account("resident", Role.RESIDENT, Optional.of("aghali/home-017"));
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
        try (Visit visit = browser.visitNow(village.address(), 1440, "en")) {
            visit.signIn("operator", RealVillage.PASSWORD, "/operator");
            visit.page.navigate("/operator#/device/" + METER);

            village.publish("311", METER, "{\"active_power\":3214.5}");

            assertThat(visit.page.locator("main")).containsText("3.21");
            assertThat(visit.errors).isEmpty();
            assertThat(visit.elsewhere).isEmpty();
        }
    }

    @Test
    void value_outOfLimits_isOnTheCrewsPageWithoutReloading_isMailed_andSurvivesARestart() throws Exception {
        try (Visit visit = browser.visitNow(village.address(), 390, "en")) {
            visit.signIn("crew", RealVillage.PASSWORD, "/crew");

            village.publish("5", "aghali/home-021/meter", "{\"voltage_l1\":261.5}");

            Locator card = visit.page.locator("[data-alarm='" + alarm(visit, "aghali/home-021/meter") + "']");
            assertThat(card).containsText("Voltage is high");
            await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length == 1);
            assertThat(mail.getReceivedMessages()[0].getSubject()).contains("Voltage is high");
            Locator accept = card.locator(".next").filter(new Locator.FilterOptions().setHasText("Accept"));
            Response answer = visit.page.waitForResponse("**/acknowledge", () -> accept.click());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(card).containsText("Write what I do");
        }

        village.restart();

        try (Visit visit = browser.visitNow(village.address(), 390, "en")) {
            visit.signIn("crew", RealVillage.PASSWORD, "/crew");
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
        village.publish("5", "aghali/home-018/meter", "{\"ts\":" + time + ",\"voltage_l2\":231.25}");
        village.publish("5", "aghali/home-018/meter", "{\"ts\":" + time + ",\"voltage_l3\":229.75}");

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
        village.publish("5", "aghali/home-019/meter", "{\"ts\":" + now.toEpochMilli() + ",\"active_power\":500}");
        village.publish(
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
            village.publish("5", "aghali/home-020/meter", payload);
        }
        village.publish("5", "aghali/home-020/meter", "{\"ts\":2082758400000,\"active_power\":7}");
        village.publish("5", "aghali/home-020/meter", "{\"active_power\":8}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points("aghali/home-020/meter", "active_power"))
                        .extracting(Point::value, Point::quality)
                        .contains(
                                org.assertj.core.groups.Tuple.tuple(7.0, Quality.SUSPECT),
                                org.assertj.core.groups.Tuple.tuple(8.0, Quality.GOOD)));
    }

    private List<Point> points(String device, String metric) throws Exception {
        SeriesId series = new SeriesId(DeviceId.parse(device).orElseThrow(), Metric.named(metric));
        Instant now = clock.instant();
        return done(
                village.village().store().read(SeriesQuery.raw(series, now.minusSeconds(7_200), now.plusSeconds(60))));
    }
}
