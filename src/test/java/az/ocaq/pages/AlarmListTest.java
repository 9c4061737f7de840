package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The operator's list of alarms while many of them come. */
@EnabledIf("az.ocaq.pages.Browser#isThere")
@Timeout(180)
final class AlarmListTest {
    private static final int HOMES = 16;

    private VillageOnline village;
    private Browser browser;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        village = new VillageOnline(directory);
        browser = new Browser();
    }

    @AfterEach
    void stop() throws Exception {
        browser.close();
        village.close();
    }

    @Test
    void manyAlarmsOfOneKind_areOneLine_thatOpensByTheKeyboard_andWordsFindOneOfThem() throws Exception {
        for (int home = 1; home <= HOMES; home++) {
            long unused = village.lowVoltage("aghali/home-%03d/meter".formatted(home));
        }
        try (Visit visit = browser.visit(village.address(), 1440, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms");
            Locator lines = visit.page.locator("a.alarm-line");

            assertThat(visit.page.locator("summary.alarm-line")).containsText("× " + HOMES);
            assertThat(lines.first()).isHidden();

            visit.page.keyboard().press("j");
            assertThat(lines.first()).isVisible();
            assertThat(lines.first()).hasAttribute("aria-current", "true");

            visit.page.locator("input[type=search]").fill("home-012");
            assertThat(lines).hasCount(1);
            assertThat(lines.first()).isVisible();
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void alarmThatComes_whileAFingerIsOnTheList_waitsUntilItIsLifted() throws Exception {
        long first = village.lowVoltage("aghali/home-002/meter");
        try (Visit visit = browser.visit(village.address(), 1440, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms");
            Locator lines = visit.page.locator("a.alarm-line");
            assertThat(lines).hasCount(1);

            lines.first().hover();
            visit.page.mouse().down();
            long second = village.lowVoltage("aghali/feeder-1/meter");

            assertThat(visit.page.locator("nav")).containsText("2");
            assertThat(lines).hasCount(1);
            assertThat(lines.first()).hasAttribute("href", "#/alarms/" + first);

            visit.page.mouse().up();
            assertThat(lines).hasCount(2);
            assertThat(visit.page.url()).endsWith("#/alarms/" + first);
            assertThat(second).isNotEqualTo(first);
        }
    }
}
