package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.pages.Browser.Visit;
import az.ocaq.web.MemoryDesk;
import az.ocaq.web.SampleVillage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("az.ocaq.pages.Browser#isThere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolePagesTest {
    private static final int PHONE = 390;
    private static final int DESK = 1440;

    private VillageOnline village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new VillageOnline(directory);
        village.reportMorning();
        village.raise(MemoryDesk.alarm(1, "aghali/home-002/meter", "electricity"));
        browser = new Browser();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        village.close();
    }

    @Test
    void signIn_wrongPassword_saysSoAndStays() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.page.navigate("/");
            visit.page.locator("input[name=username]").fill("operator");
            visit.page.locator("input[name=password]").fill("wrong");
            visit.page.locator("button.main").click();

            assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("Wrong name or password");
        }
    }

    @Test
    void page_ofAnotherRole_leadsToOwnPage() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("resident", "/home");

            visit.page.navigate("/operator");

            visit.page.waitForURL("**/home");
        }
    }

    @Test
    void names_thatLookLikeMarkup_stayText() {
        try (Visit visit = visit(DESK, "en")) {
            visit.page.onDialog(dialog -> visit.errors.add(dialog.message()));
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/device/aghali/home-002/meter");

            assertThat(visit.page.locator("h1")).hasText(SampleVillage.WICKED);
            assertThat(visit.page.locator("main script")).hasCount(0);
            assertThat(visit.page.locator("ocaq-chart canvas")).isVisible();
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void alarms_byKeyboard_areChosenAndAcknowledged() throws Exception {
        village.raise(MemoryDesk.alarm(20, "aghali/feeder-1/meter", "electricity"));
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms/20");
            assertThat(visit.page.locator(".detail h1")).hasText("Low voltage");

            visit.page.keyboard().press("a");

            assertThat(visit.page.locator(".detail-head")).containsText("acknowledged");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(village.desk.acts).contains("operator acknowledge"));
            visit.page.keyboard().press("j");
            visit.page.keyboard().press("k");
            assertThat(visit.page).hasURL(Pattern.compile(".*#/alarms/\\d+"));
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void crew_newAlarm_comesByItselfAndIsAcceptedWithoutANetwork() throws Exception {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("crew", "/crew");
            assertThat(visit.page.locator(".alarm-card").first()).isVisible();
            visit.page.waitForTimeout(1_000);

            village.raise(MemoryDesk.alarm(30, "aghali/hydro/turbine-1", "electricity"));
            var card = visit.page.locator(".alarm-card").filter(new Locator.FilterOptions().setHasText("turbine-1"));
            assertThat(card).isVisible();

            visit.context.setOffline(true);
            card.locator(".next").first().click();
            assertThat(visit.page.locator(".banner.waiting")).containsText("1 act waits");
            assertThat(card).containsText("Waiting for the network");
            visit.context.setOffline(false);

            assertThat(visit.page.locator(".banner.waiting")).hasCount(0);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(village.desk.acts).contains("crew acknowledge"));
        }
    }

    @Test
    void language_chosen_isThereAfterAReload() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.page.navigate("/");

            visit.page.locator(".languages button[lang=ru]").click();
            assertThat(visit.page.locator("button.main")).hasText("Войти");
            visit.page.reload();

            assertThat(visit.page.locator("button.main")).hasText("Войти");
        }
    }

    private Visit visit(int width, String language) {
        return browser.visit(village.address(), width, language);
    }
}
