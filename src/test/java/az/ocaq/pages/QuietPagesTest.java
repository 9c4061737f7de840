package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.pages.Browser.Visit;
import az.ocaq.web.MemoryDesk;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The operator plans a silence, and sees why nobody was told of an alarm. */
@EnabledIf("az.ocaq.pages.Browser#isThere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuietPagesTest {
    private static final int PHONE = 390;
    private static final int DESK = 1440;

    private VillageOnline village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new VillageOnline(directory);
        village.raise(MemoryDesk.alarm(1, "aghali/home-002/meter", "electricity"));
        browser = new Browser();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        village.close();
    }

    @Test
    void silence_previewedAndPlanned_isInTheList() {
        try (Visit visit = browser.visit(village.address(), PHONE, "en")) {
            visit.signIn("operator", "correct horse", "/operator");
            visit.page.navigate("/operator#/quiet");
            visit.page.locator("input[name=settlement]").fill("aghali");
            visit.page.locator("textarea[name=reason]").fill("works on the feeder");

            visit.page.locator("form button[type=button]").click();
            assertThat(visit.page.locator("form [role=status]")).containsText("covers 1 alarms");
            visit.page.locator("form button.main").click();

            assertThat(visit.page.locator(".periods")).containsText("Settlement: aghali");
            assertThat(visit.page.locator(".periods")).containsText("works on the feeder");
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void alarm_whyNobodyWasTold_showsReasonsAndAttempts() {
        try (Visit visit = browser.visit(village.address(), DESK, "en")) {
            visit.signIn("operator", "correct horse", "/operator");
            visit.page.navigate("/operator#/alarms/1");

            visit.page.getByText("Why was nobody told?").click();

            assertThat(visit.page.locator(".detail")).containsText("it has reached nobody yet");
            assertThat(visit.page.locator(".detail .journal")).containsText("not delivered");
            assertThat(visit.page.locator(".detail .journal")).containsText("telegram answers 403");
            assertThat(visit.errors).isEmpty();
        }
    }
}
