package az.ocaq.pages;

import static az.ocaq.Futures.done;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Devices of strangers, from their first message to their chart, in a real browser on the real server. */
@EnabledIf("allIsThere")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OnboardingPagesTest {
    private static final Path CLIENT = Path.of("/usr/bin/mosquitto_pub");
    private static final String PASSWORD = "correct horse";

    private Path directory = Path.of("");
    private Village village;
    private Browser browser;

    static boolean allIsThere() {
        return Browser.isThere() && Files.isExecutable(CLIENT);
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        village = Village.start(
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), Clock.systemUTC());
        account("operator", Role.OPERATOR);
        account("engineer", Role.ENGINEER);
        account("admin", Role.ADMIN);
        browser = new Browser();
    }

    @AfterAll
    void stop() {
        browser.close();
        village.close();
    }

    @Test
    void strangersMeter_fromItsFirstMessage_toItsChart_onDesktop() throws Exception {
        publish("zigbee2mqtt/Barn meter", "{\"power\":321.5,\"voltage\":231.2,\"current\":1.4,\"energy\":12.5}");
        try (Visit visit = browser.visitNow(address(), 1440, "en")) {
            visit.signIn("operator", PASSWORD, "/operator");
            visit.page.navigate("/operator#/inbox");
            Locator line = visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("barn"));
            line.click();
            assertThat(visit.page.locator(".message")).containsText("/power");
            assertThat(visit.page.locator("select[name=type] optgroup").first())
                    .containsText("Electricity meter by Zigbee");
            visit.page.locator("input[name=site]").fill("home-041");
            visit.page.locator("input[name=device]").fill("barn");
            visit.page.locator("input[name=name]").fill("Barn");
            shot(visit, "inbox-desktop");
            visit.page.locator("ocaq-home-form button.main").click();
            assertThat(visit.page.locator(".banner")).containsText("aghali/home-041/barn");

            visit.page.navigate("/operator#/site/aghali/home-041");
            Locator card = visit.page.locator(".device").filter(new Locator.FilterOptions().setHasText("Barn"));
            card.locator("h2 a").click();

            assertThat(visit.page.locator("h1")).hasText("Barn");
            assertThat(visit.page.locator("ocaq-chart canvas")).isVisible();
            assertThat(visit.page.locator(".latest")).containsText("322");

            visit.page.navigate("/operator#/homes");
            Locator place = visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("home-041/barn"));
            place.click();
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Take the place away"))
                    .click();
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, take it away"))
                    .click();
            assertThat(place).hasCount(0);
            assertThat(visit.errors).isEmpty();
            assertThat(visit.elsewhere).isEmpty();
        }
    }

    @Test
    void inbox_onAPhoneInAzerbaijani_isReadable() throws Exception {
        publish(
                "tele/yard/SENSOR",
                "{\"Time\":\"2026-06-01T10:00:00\",\"AM2301\":{\"Temperature\":21.5,\"Humidity\":44}}");
        try (Visit visit = browser.visitNow(address(), 390, "az")) {
            visit.signIn("engineer", PASSWORD, "/operator");
            visit.page.navigate("/operator#/inbox");
            Locator line = visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("yard"));
            assertThat(line).isVisible();
            shot(visit, "inbox-phone-list");
            line.click();
            assertThat(visit.page.locator("h2").first()).hasText("Cihaza yer verin");
            assertThat(visit.page.locator(".message")).containsText("/AM2301/Temperature");
            shot(visit, "inbox-phone");
            Object wide = visit.page.evaluate("document.documentElement.scrollWidth");
            assertThat((Integer) wide).isLessThanOrEqualTo(390);
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void sheet_wrongLine_isNamedAndNothingGiven_thenGivesHomesToAll() throws Exception {
        publish("zigbee2mqtt/Gate sensor", "{\"temperature\":21.5,\"humidity\":40}");
        publish("zigbee2mqtt/Cellar sensor", "{\"temperature\":11.5,\"humidity\":80}");
        try (Visit visit = browser.visitNow(address(), 1440, "ru")) {
            visit.signIn("operator", PASSWORD, "/operator");
            visit.page.navigate("/operator#/inbox");
            Locator strangers =
                    visit.page.locator(".pick strong").filter(new Locator.FilterOptions().setHasText("sensor"));
            assertThat(strangers).hasCount(2);
            String good = "source,home,type,name\n"
                    + strangers.allTextContents().stream()
                            .map(it -> "inbox/zigbee2mqtt/" + it + ",aghali/home-044/"
                                    + (it.contains("gate") ? "gate" : "cellar") + ",climate_sensor,\n")
                            .collect(Collectors.joining());

            upload(visit, good.replaceFirst("climate_sensor", "no_such_type"));
            Locator refusal = visit.page.locator(".danger[role=alert]");
            assertThat(refusal).containsText("Строка 2, inbox/zigbee2mqtt/");
            assertThat(refusal).containsText("нет типа прибора «no_such_type»");
            assertThat(strangers).hasCount(2);
            shot(visit, "sheet-refused");
            visit.page.setViewportSize(390, 844);
            shot(visit, "sheet-refused-phone");
            assertThat((Integer) visit.page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            visit.page.setViewportSize(1440, 900);
            upload(visit, good);

            assertThat(visit.page.locator(".toast")).hasText("Место получили устройств: 2");
            assertThat(refusal).hasCount(0);
            assertThat(strangers).hasCount(0);
            shot(visit, "sheet-given");
            visit.page.navigate("/operator#/homes");
            assertThat(visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("home-044")))
                    .hasCount(2);
            shot(visit, "sheet-homes");
        }
    }

    private static void upload(Visit visit, String sheet) {
        visit.page
                .locator("input[type=file]")
                .setInputFiles(new FilePayload("homes.csv", "text/csv", sheet.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tryout_messageAndDialect_showWhatComesOut_orTheLineThatIsWrong() throws Exception {
        try (Visit visit = browser.visitNow(address(), 1440, "en")) {
            visit.signIn("engineer", PASSWORD, "/operator");
            visit.page.navigate("/operator#/tryout");
            visit.page.locator("input[name=topic]").fill("my/kiln/state");
            visit.page.locator("textarea[name=payload]").fill("{\"power\":1250,\"serial\":\"A1\"}");
            visit.page.locator("select").selectOption("+");
            Locator go = visit.page.locator("button.main");
            go.click();

            Locator result = visit.page.locator(".message");
            assertThat(result).containsText("/power");
            assertThat(result).containsText("/serial");
            assertThat(result).containsText("about the device");
            shot(visit, "tryout");
            Locator yaml = visit.page.locator("textarea.dialect");
            Download download = visit.page.waitForDownload(() -> visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Download the YAML"))
                    .click());
            assertThat(download.suggestedFilename()).isEqualTo("my-device.yaml");

            yaml.fill(yaml.inputValue().replace("quantity: active_power", "quantities: active_power"));
            go.click();

            assertThat(visit.page.locator(".faults")).containsText("Line 4");

            visit.page.locator("select").selectOption("");
            visit.page.locator("input[name=topic]").fill("nobody/knows/this");
            go.click();

            assertThat(result).containsText("no known convention publishes under this topic");
            visit.page.setViewportSize(390, 844);
            shot(visit, "tryout-phone");
            assertThat((Integer) visit.page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(390);
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void quarantine_message_isShown_triedAgain_andDeleted() throws Exception {
        publish("nobody/knows/this", "{\"x\":1}");
        publish("village/aghali/home-042/meter/telemetry", "{\"active_power\":");
        try (Visit visit = browser.visitNow(address(), 1440, "en")) {
            visit.signIn("engineer", PASSWORD, "/operator");
            visit.page.navigate("/operator#/quarantine");
            Locator line = visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("nobody/knows"));
            assertThat(line).isVisible();
            visit.page.locator("input[type=search]").fill("aghali/home-042");
            visit.page.locator("input[type=search]").press("Enter");
            assertThat(line).hasCount(0);
            visit.page.locator("input[type=search]").fill("");
            visit.page.locator("input[type=search]").press("Enter");
            line.click();
            assertThat(visit.page.locator("pre")).hasText("{\"x\":1}");
            assertThat(visit.page.locator(".detail")).containsText("No rule reads this topic");
            shot(visit, "quarantine");
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Read it again"))
                    .click();
            assertThat(visit.page.locator(".danger[role=alert]")).containsText("no known convention");
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete"))
                    .click();
            assertThat(line).hasCount(0);
        }
    }

    @Test
    void accounts_madeAndRemovedByAnAdministrator_areInTheAuditLog() throws Exception {
        try (Visit visit = browser.visitNow(address(), 1440, "en")) {
            visit.signIn("admin", PASSWORD, "/operator");
            visit.page.navigate("/operator#/accounts");
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("New account"))
                    .click();
            visit.page.locator("input[name=username]").fill("leyla");
            visit.page.locator("input[name=password]").fill("a long password");
            visit.page.locator("select[name=role]").selectOption("crew");
            visit.page.locator("input[name=settlements]").fill("aghali");
            visit.page.locator("form button.main").click();
            Locator line = visit.page.locator(".pick").filter(new Locator.FilterOptions().setHasText("leyla"));
            assertThat(line).containsText("crew");
            line.click();
            shot(visit, "accounts");
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove the account"))
                    .click();
            visit.page
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, remove it"))
                    .click();
            assertThat(line).hasCount(0);

            visit.page.navigate("/operator#/audit");
            // the log is written a moment after the act
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                visit.page.reload();
                assertThat(visit.page.locator(".audit")).isVisible();
                return visit.page.locator(".audit").textContent().contains("deleted an account");
            });
            assertThat(visit.page.locator(".audit")).not().containsText("a long password");
            Locator made =
                    visit.page.locator(".audit tr").filter(new Locator.FilterOptions().setHasText("made an account"));
            assertThat(made).containsText("role: crew");
            assertThat(made).not().containsText("{\"");
            shot(visit, "audit");
            assertThat(visit.errors).isEmpty();
        }
    }

    /** For whoever wants to look, by day and by night: with {@code -Docaq.screenshots=folder}. */
    private static void shot(Visit visit, String name) {
        Optional.ofNullable(System.getProperty("ocaq.screenshots")).ifPresent(folder -> {
            for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
                visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                visit.page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of(folder, name + '-' + scheme + ".png"))
                        .setFullPage(true));
            }
        });
    }

    private String address() {
        return "http://localhost:" + village.address().getPort();
    }

    private void publish(String topic, String payload) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("payload"), payload);
        int port = URI.create(village.brokerUrl()).getPort();
        Process client = new ProcessBuilder(
                        CLIENT.toString(), "-p", Integer.toString(port), "-q", "1", "-t", topic, "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
    }

    private void account(String name, Role role) throws Exception {
        done(village.accounts().create(new Actor(name, role, Set.of(), Set.of(), Optional.empty()), PASSWORD));
    }
}
