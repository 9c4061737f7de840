package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.FreePort;
import az.ocaq.access.OidcSettings;
import az.ocaq.access.Role;
import az.ocaq.pages.Browser.Visit;
import az.ocaq.web.SampleVillage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
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

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private VillageOnline village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        provider.start();
        int port = FreePort.find();
        village = new VillageOnline(directory, port, Optional.of(signOn(port)));
        village.reportMorning();
        long unused = village.lowVoltage("aghali/home-002/meter");
        browser = new Browser();
    }

    @AfterAll
    void stop() throws Exception {
        browser.close();
        village.close();
        provider.shutdown();
    }

    private OidcSettings signOn(int port) {
        return new OidcSettings(
                provider.issuerUrl("village").toString(),
                "Village ID",
                "ocaq",
                "secret",
                URI.create("http://localhost:" + port + OidcSettings.CALLBACK),
                List.of("openid", "profile"),
                "preferred_username",
                List.of(new OidcSettings.Admission(
                        "groups",
                        "operators",
                        Role.OPERATOR,
                        Set.of("aghali"),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty())));
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
    void signIn_byTheProvidersButton_opensTheRolesPage_andSignsOutAtTheProvider() {
        Map<String, Object> person = Map.of("preferred_username", "leyla", "groups", List.of("operators"));
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback("village", "leyla", "JWT", List.of("ocaq"), person, 600));
        try (Visit visit = visit(PHONE, "en")) {
            visit.page.navigate("/");

            visit.page.getByText("Sign in with Village ID").click();
            visit.page.waitForURL("**/operator");

            assertThat(visit.page.locator(".settlements")).containsText("aghali");
            assertThat(visit.errors).isEmpty();
            visit.page.getByLabel("Sign out").click();

            assertThat(visit.page.getByText("Sign in with Village ID")).isVisible();
            assertThat(visit.elsewhere).anyMatch(address -> address.contains("/village/endsession"));
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
        long alarm = village.lowVoltage("aghali/feeder-1/meter");
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms/" + alarm);
            assertThat(visit.page.locator(".detail h1")).hasText("Low voltage");

            visit.page.keyboard().press("a");

            assertThat(visit.page.locator(".detail-head")).containsText("acknowledged");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(village.acknowledgedBy(alarm)).contains("operator"));
            visit.page.keyboard().press("j");
            visit.page.keyboard().press("k");
            assertThat(visit.page).hasURL(Pattern.compile(".*#/alarms/\\d+"));
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void silence_previewedAndPlanned_isInTheList() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/quiet");
            visit.page.locator("input[name=settlement]").fill("aghali");
            visit.page.locator("textarea[name=reason]").fill("works on the feeder");

            visit.page.locator("form button[type=button]").click();
            assertThat(visit.page.locator("form [role=status]"))
                    .containsText(Pattern.compile("Alarms now: \\d+, possible: [1-9]"));
            visit.page.locator("form button.main").click();

            assertThat(visit.page.locator(".periods")).containsText("Settlement: aghali");
            assertThat(visit.page.locator(".periods")).containsText("works on the feeder");
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void silence_ofAnAlarm_isMadeFromItsCard_andEndedOnlyWhenThatIsMeant() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms");
            visit.page.locator(".alarm-line").first().click();
            visit.page.locator(".acts a.button").click();
            assertThat(visit.page.locator("input[name=rule]")).not().hasValue("");
            assertThat(visit.page.locator("input[name=settlement]")).not().hasValue("");
            visit.page.locator("textarea[name=reason]").fill("known, part ordered");
            visit.page.locator("form button.main").click();

            Locator period = visit.page
                    .locator(".periods li")
                    .filter(new Locator.FilterOptions().setHasText("known, part ordered"));
            assertThat(period).containsText("Rule: ");
            period.getByText("End now").click();
            assertThat(period.locator(".sure")).containsText(Pattern.compile("told at once|no active alarm"));
            period.locator(".sure button.quiet").click();
            assertThat(period.locator(".mark")).not().containsText("over");
            period.getByText("End now").click();
            period.locator(".sure button.main").click();
            assertThat(period).containsText("over");
            assertThat(visit.errors).isEmpty();
        }
    }

    /** A server that hangs, and a phone that walked out of reach, close no connection. */
    @Test
    void liveStream_onWhichNothingComes_isSaidToBeLost_andOpenedAgain() {
        try (Visit visit = browser.visitNow(village.address(), PHONE, "en")) {
            visit.page.clock().install();
            visit.signIn("crew", "/crew");
            assertThat(visit.page.locator(".crew-head")).isVisible();
            assertThat(visit.page.locator(".banner")).hasCount(0);
            visit.page.route("**/api/v1/live*", hanging -> {});

            visit.page.clock().fastForward("01:00");

            assertThat(visit.page.locator(".banner")).containsText("Live connection lost");
            visit.page.unroute("**/api/v1/live*");
            visit.page.clock().fastForward("01:00");
            assertThat(visit.page.locator(".banner")).hasCount(0);
        }
    }

    /** The time is Baku's and is written as the page's language writes it, whatever the browser's zone and language are. */
    @Test
    void silence_thatBeginsTomorrow_isPlannedForThatTime() {
        try (Visit visit = visit(DESK, "ru")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/quiet");
            visit.page.locator("input[name=settlement]").fill("aghali");
            visit.page.locator("textarea[name=reason]").fill("замена счётчика");
            assertThat(visit.page.locator("select[name=at]")).hasCount(0);
            visit.page.locator("select[name=day]").selectOption(new SelectOption().setLabel("2 июня"));
            visit.page.locator("select[name=at]").selectOption("10:15");

            visit.page.locator("form button.main").click();

            Locator planned =
                    visit.page.locator(".periods li").filter(new Locator.FilterOptions().setHasText("замена счётчика"));
            assertThat(planned).containsText("02.06.2026 10:15 – 02.06.2026 11:15");
            assertThat(planned).containsText("запланировано");
            assertThat(visit.page.locator("input[type=time]")).hasCount(0);
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void view_neverOpenedBefore_whileTheServerIsAway_saysSo_andOpensLater() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.route("**/pages/alarms.js", Route::abort);
            visit.page.navigate("/operator#/alarms");
            assertThat(visit.page.locator("main .state")).containsText("No connection");

            visit.page.unroute("**/pages/alarms.js");
            visit.page.locator("main .state button").click();

            assertThat(visit.page.locator("main h1").first()).containsText("Alarms");
        }
    }

    @Test
    void alarm_whyNobodyWasTold_showsReasonsAndAttempts() {
        village.giveUpMessages("telegram answers 403");
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms/1");

            visit.page.getByText("Why was nobody told?").click();

            assertThat(visit.page.locator(".detail")).containsText("it has reached nobody yet");
            assertThat(visit.page.locator(".detail .journal")).containsText("not delivered");
            assertThat(visit.page.locator(".detail .journal")).containsText("telegram answers 403");
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void operator_withoutAMouse_signsInFindsAnAlarmAndAcknowledgesIt() throws Exception {
        long alarm = village.lowVoltage("aghali/home-003/meter");
        try (Visit visit = visit(DESK, "en")) {
            visit.page.navigate("/");
            assertThat(visit.page.locator("input[name=username]")).isFocused();
            visit.page.keyboard().type("operator");
            visit.page.keyboard().press("Tab");
            visit.page.keyboard().type(VillageOnline.PASSWORD);
            visit.page.keyboard().press("Enter");
            visit.page.waitForURL("**/operator");

            tabTo(visit, "nav a[href='#/alarms']");
            visit.page.keyboard().press("Enter");
            tabTo(visit, ".alarm-line[href='#/alarms/" + alarm + "']");
            visit.page.keyboard().press("Enter");
            assertThat(visit.page.locator(".detail-head")).containsText("unacknowledged");
            tabTo(visit, ".acts button.main");
            visit.page.keyboard().press("Enter");

            assertThat(visit.page.locator(".detail-head")).not().containsText("unacknowledged");
            assertThat(visit.errors).isEmpty();
        }
    }

    /** A list that is sorted anew while somebody works by keyboard: the focus stays with its alarm, and the acts are near. */
    @Test
    void alarms_listSortedAnew_focusStaysWithItsAlarm() throws Exception {
        long mine = village.lowVoltage("aghali/home-004/meter");
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms");
            Locator line = visit.page.locator(".alarm-line[href='#/alarms/" + mine + "']");
            line.focus();

            long other = village.lowVoltage("aghali/home-005/meter");
            village.acknowledge(mine);
            assertThat(visit.page.locator(".alarm-line[href='#/alarms/" + other + "']"))
                    .isVisible();
            assertThat(line).containsText("acknowledged");
            assertThat(line).isFocused();

            visit.page.keyboard().press("Enter");
            assertThat(visit.page.locator(".detail")).isFocused();
            visit.page.keyboard().press("Escape");
            assertThat(line).isFocused();
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void alarms_filtered_stayFilteredWhenOneIsChosen() {
        try (Visit visit = visit(DESK, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms");
            Locator all = visit.page.locator(".segments button").nth(2);
            all.click();

            visit.page.locator(".alarm-line").first().click();

            assertThat(visit.page.locator(".detail h1")).isVisible();
            assertThat(all).hasAttribute("aria-pressed", "true");
        }
    }

    /** Goes on with the key alone, to something that can be seen to have the focus. */
    private static void tabTo(Visit visit, String element) {
        Locator wanted = visit.page.locator(element);
        assertThat(wanted).isVisible();
        for (int steps = 0; steps < 80; steps++) {
            visit.page.keyboard().press("Tab");
            if ((Boolean) wanted.evaluate("(it) => it === document.activeElement")) {
                assertThat(wanted.evaluate("(it) => getComputedStyle(it).outlineStyle"))
                        .isEqualTo("solid");
                return;
            }
        }
        throw new AssertionError(element + " is not reached by the Tab key");
    }

    @Test
    void crew_newAlarm_comesByItselfAndIsAcceptedWithoutANetwork() throws Exception {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("crew", "/crew");
            assertThat(visit.page.locator(".alarm-card").first()).isVisible();
            visit.page.waitForTimeout(1_000);

            long alarm = village.lowVoltage("aghali/hydro/turbine-1");
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
                    .untilAsserted(
                            () -> assertThat(village.acknowledgedBy(alarm)).contains("crew"));
        }
    }

    @Test
    void crew_linkOfAMessage_leadsToTheAlarmsCard_orSaysThatItIsNotThere() throws Exception {
        long alarm = village.lowVoltage("aghali/home-008/meter");
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("crew", "/crew");
            visit.page.navigate("/crew.html#/alarms/" + alarm);
            assertThat(visit.page.locator("[data-alarm='" + alarm + "']")).isFocused();

            visit.page.navigate("/crew.html#/alarms/999999");

            assertThat(visit.page.locator(".toast")).containsText("not on your list");
            assertThat(visit.errors).isEmpty();
        }
    }

    @Test
    void alarm_thatIsNotThere_onAPhone_hasAWayBackToTheList() {
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("operator", "/operator");
            visit.page.navigate("/operator#/alarms/999999");

            visit.page.locator(".detail .back").click();

            assertThat(visit.page.locator(".alarm-line").first()).isVisible();
        }
    }

    @Test
    void alarms_namesOfPlaces_areNotCutOff_andNoViewIsWiderThanThePhone() {
        try (Visit visit = visit(PHONE, "az")) {
            visit.signIn("engineer", "/operator");
            for (String view : List.of("alarms", "quiet", "figures", "rules")) {
                visit.page.navigate("/operator#/" + view);
                assertThat(visit.page.locator("main h1").first()).isVisible();
                assertThat(visit.page.evaluate("document.documentElement.scrollWidth"))
                        .as(view)
                        .isEqualTo(PHONE);
            }
            visit.page.navigate("/operator#/alarms");
            assertThat(visit.page.locator(".alarm-line .where").first()).isVisible();
            assertThat(visit.page
                            .locator(".alarm-line .where")
                            .evaluateAll("all => all.filter(it => it.scrollWidth > it.clientWidth).length"))
                    .isEqualTo(0);
        }
    }

    @Test
    void crew_writesANote_whileAnotherAlarmComesBeforeIt_keepsWhatIsWritten() throws Exception {
        long mine = village.lowVoltage("aghali/home-006/meter");
        village.acknowledge(mine);
        try (Visit visit = visit(PHONE, "en")) {
            visit.signIn("crew", "/crew");
            Locator card = visit.page.locator("[data-alarm='" + mine + "']");
            card.getByText("Write what I do").click();
            assertThat(card.locator("textarea")).isFocused();
            visit.page.keyboard().type("the fuse is");

            long other = village.lowVoltage("aghali/home-007/meter");
            assertThat(visit.page.locator("[data-alarm='" + other + "']")).isVisible();
            visit.page.keyboard().type(" blown");

            assertThat(card.locator("textarea")).hasValue("the fuse is blown");
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
