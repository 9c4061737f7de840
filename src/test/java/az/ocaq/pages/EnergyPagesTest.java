package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIf("az.ocaq.pages.Browser#isThere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnergyPagesTest {
    private static final int PHONE = 390;
    private static final int DESK = 1440;
    private static final long FIRST_VIEW_BYTES = 300_000;

    private VillageOnline village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new VillageOnline(directory);
        village.reportMorning();
        long unused = village.lowVoltage("aghali/home-002/meter");
        browser = new Browser();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        village.close();
    }

    @ParameterizedTest
    @CsvSource({
        "operator, 1440, az, /operator, Yaşayış məntəqələri",
        "operator, 768, ru, /operator, Населённые пункты",
        "resident, 390, az, /home, Bu günkü istehlak",
        "resident, 390, en, /home, Used today",
        "crew, 390, ru, /crew, Принимаю"
    })
    void role_afterSignIn_seesOwnPageWithoutErrorsFromThisServerAlone(
            String user, int width, String language, String path, String word) {
        try (Visit visit = visit(width, language)) {
            visit.signIn(user, path);

            assertThat(visit.page.getByText(word).first()).isVisible();
            visit.page.waitForTimeout(500);
            assertThat(visit.errors).isEmpty();
            assertThat(visit.elsewhere).isEmpty();
            assertThat(widthOf(visit.page)).isLessThanOrEqualTo(width);
        }
    }

    @Test
    void home_firstViewOnAPhone_costsLittle() {
        try (Visit visit = visit(PHONE, "az")) {
            visit.signIn("resident", "/home");
            assertThat(visit.page.locator(".main-figure").first()).isVisible();
            visit.page.waitForTimeout(500);

            assertThat(visit.transferred()).isBetween(20_000L, FIRST_VIEW_BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource({"az, Hər şey qaydasındadır", "ru, Всё в порядке", "en, Everything is working"})
    void home_whenAllIsWell_saysSoInOneSentence(String language, String sentence) {
        try (Visit visit = visit(PHONE, language)) {
            visit.signIn("resident", "/home");

            assertThat(visit.page.locator(".sentence h1")).hasText(sentence);
            assertThat(visit.page.locator(".flow")).isVisible();
        }
    }

    @Test
    void settlement_browserInAnotherZone_showsTheSettlementsTimeAndFlows() {
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/settlement/aghali");

            assertThat(visit.page.locator(".head")).containsText("local time 16:00");
            assertThat(visit.page.locator(".flow")).containsText("Small hydro");
            assertThat(visit.page.locator("ocaq-chart canvas")).isVisible();
            assertThat(visit.page.locator(".network .cell")).hasCount(16);
            assertThat(visit.errors).isEmpty();
            assertThat(visit.elsewhere).isEmpty();
        }
    }

    private Visit visit(int width, String language) {
        return browser.visit(village.address(), width, language);
    }

    private static int widthOf(Page page) {
        return ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
    }
}
