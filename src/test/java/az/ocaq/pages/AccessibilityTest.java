package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What axe-core, Deque's checks after WCAG 2, finds on the pages: nothing that it calls serious or critical. */
@EnabledIf("az.ocaq.pages.Browser#isThere")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessibilityTest {
    private static final String GRAVE = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
              .filter((it) => ['serious', 'critical'].includes(it.impact))
              .flatMap((it) => it.nodes.map((node) => `${it.id}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`))
            """;

    /** What shows more when it is pressed: who was told, what figures mean, the form of an act. */
    private static final String OPENING = ".journal-head button, .figures-view button.explain, .acts button:not(.main)";

    private static final List<String> OF_STAFF = List.of(
            "",
            "alarms",
            "alarms/%d",
            "quiet",
            "warnings",
            "duty",
            "figures",
            "rules",
            "settlement/aghali",
            "site/aghali/home-002",
            "device/aghali/home-002/meter",
            "inbox",
            "homes",
            "tryout",
            "quarantine");

    private VillageOnline village;
    private Browser browser;
    private String axe;
    private long alarm;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new VillageOnline(directory);
        village.reportMorning();
        alarm = village.lowVoltage("aghali/home-002/meter");
        browser = new Browser();
        axe = axe();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        village.close();
    }

    @ParameterizedTest
    @CsvSource({"1440, LIGHT, en", "1440, DARK, ru", "390, LIGHT, az", "390, DARK, en"})
    void pages_haveNothingThatKeepsPeopleOut(int width, ColorScheme scheme, String language) {
        List<String> found = new ArrayList<>();
        try (Visit engineer = visit("engineer", "/operator", width, scheme, language)) {
            for (String view : OF_STAFF) {
                engineer.page.navigate("/operator#/" + view.formatted(alarm));
                found.addAll(grave(engineer.page, view));
                for (Locator more : engineer.page.locator(OPENING).all()) {
                    more.click();
                    found.addAll(grave(engineer.page, view + " opened"));
                }
            }
        }
        try (Visit crew = visit("crew", "/crew", width, scheme, language)) {
            found.addAll(grave(crew.page, "crew"));
        }
        try (Visit resident = visit("resident", "/home", width, scheme, language)) {
            found.addAll(grave(resident.page, "home"));
        }

        assertThat(found).isEmpty();
    }

    private Visit visit(String user, String path, int width, ColorScheme scheme, String language) {
        Visit visit = browser.visit(village.address(), width, language);
        visit.page.addInitScript(axe);
        visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        visit.signIn(user, path);
        return visit;
    }

    /** What keeps people out of a page, once it shows what it has. */
    @SuppressWarnings("unchecked")
    private List<String> grave(Page page, String view) {
        assertThat(page.locator("main h1:visible, main h2:visible").first()).isVisible();
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        return ((List<String>) page.evaluate(GRAVE))
                .stream().map(it -> view + " " + it).toList();
    }

    private static String axe() throws IOException {
        try (InputStream script = Objects.requireNonNull(
                AccessibilityTest.class.getResourceAsStream("/axe.min.js"), "axe.min.js is in its own jar")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
