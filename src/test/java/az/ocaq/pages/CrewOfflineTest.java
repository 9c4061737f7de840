package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.access.Role;
import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Geolocation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A crew member in a cellar: the page opens without a network, and what was done there arrives later, once and in order. */
@EnabledIf("az.ocaq.pages.RealVillage#isPossible")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrewOfflineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BROKEN = "aghali/home-021/meter";
    private static final String MENDED_BY_OTHERS = "aghali/home-022/meter";
    private static final String BOTH_GO = "aghali/home-023/meter";
    private static final String GIVEN = "aghali/home-024/meter";
    private static final String RULE = """
            voltage_high:
              kind: threshold
              devices: {type: household_meter}
              metric: voltage_l1
              unit: V
              op: ">"
              threshold: 253
              deadband: 3
              priority: high
              title: {az: Gərginlik yüksəkdir, ru: Высокое напряжение, en: Voltage is high}
              response: {az: Transformatoru yoxlayın, ru: Проверьте трансформатор, en: Check the transformer}
            """;

    private RealVillage village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new RealVillage(directory, RULE, Map.of());
        village.account("operator", Role.OPERATOR, Optional.empty());
        village.account("crew", Role.CREW, Optional.empty());
        village.account("second", Role.CREW, Optional.empty());
        browser = new Browser();
    }

    @AfterAll
    void stop() {
        browser.close();
        village.close();
    }

    @Test
    void crew_withoutANetwork_worksOn_andEachActArrivesOnceInOrder() throws Exception {
        village.publish("5", BROKEN, "{\"voltage_l1\":261.5}");
        village.publish("5", MENDED_BY_OTHERS, "{\"voltage_l1\":262.5}");
        try (Visit crew = browser.visitNow(village.address(), 390, "en");
                Visit operator = browser.visitNow(village.address(), 1366, "en")) {
            crew.signIn("crew", "/crew");
            Locator broken = card(crew, "Home 21");
            Locator mended = card(crew, "Home 22");
            assertThat(broken).isVisible();
            assertThat(mended).isVisible();
            String id = broken.getAttribute("data-alarm");
            String mendedId = mended.getAttribute("data-alarm");
            await().atMost(PATIENCE).until(() -> isKept(crew, "/crew") && isKept(crew, "/app/queue.js"));

            crew.context.setOffline(true);
            crew.page.reload();
            assertThat(crew.page.locator(".banner").first()).containsText("Last known state");
            accept(broken);
            accept(mended);
            broken.getByText("Write what I do").click();
            broken.locator("textarea").fill("fuse is burnt");
            broken.getByText("Send the note").click();
            broken.locator("input[type=file]").setInputFiles(new FilePayload("fuse.jpg", "image/jpeg", picture()));
            assertThat(crew.page.locator(".banner.waiting")).containsText("4 acts wait");
            crew.page.reload();
            assertThat(crew.page.locator(".banner.waiting")).containsText("4 acts wait");
            assertThat(broken).containsText("accepted, note, photo");

            operator.signIn("operator", "/operator");
            closeByOthers(operator, mendedId);
            AtomicInteger lost = losesTheFirstAnswer(crew.page, "**/api/v1/alarms/" + id + "/note");
            crew.context.setOffline(false);

            crew.page.waitForCondition(() -> lost.get() > 0);
            crew.page.evaluate("window.dispatchEvent(new Event('online'))");
            assertThat(crew.page.locator(".banner.waiting")).hasCount(0);
            assertThat(crew.page.locator(".answer")).containsText("The alarm was closed meanwhile");
            assertThat(crew.page.locator(".answer")).containsText("Home 22");
            assertThat(journal(operator, id)).containsExactly("acknowledged", "note", "photo");
            crew.page.reload();
            crew.page.getByText("Understood").click();
            assertThat(crew.page.locator(".answer")).hasCount(0);
        }
    }

    @Test
    void crew_twoPhones_theFirstCounts_theOneWithoutANetworkHearsWho_andPositionAndPartsAreInTheJournal()
            throws Exception {
        village.publish("5", BOTH_GO, "{\"voltage_l1\":263.5}");
        try (Visit away = browser.visitNow(village.address(), 390, "en");
                Visit near = browser.visitNow(village.address(), 390, "en");
                Visit operator = browser.visitNow(village.address(), 1366, "en")) {
            away.signIn("crew", "/crew");
            near.context.grantPermissions(List.of("geolocation"));
            near.context.setGeolocation(new Geolocation(39.18012, 46.75931).setAccuracy(12));
            near.signIn("second", "/crew");
            operator.signIn("operator", "/operator");
            Locator there = card(near, "Home 23");
            Locator here = card(away, "Home 23");
            assertThat(here).isVisible();
            String id = here.getAttribute("data-alarm");

            Page otherTab = away.context.newPage();
            otherTab.navigate("/crew");
            assertThat(otherTab.locator(".alarm-card").first()).isVisible();
            away.context.setOffline(true);
            accept(here);
            here.getByText("On my way").click();
            assertThat(away.page.locator(".banner.waiting")).containsText("2 acts wait");
            accept(there);
            there.getByText("On my way").click();
            there.locator(".agree input").check();
            there.getByText("I am on site").click();
            assertThat(there.locator("button.main.next")).containsText("Done");
            assertThat(otherTab.locator(".banner.waiting")).containsText("2 acts wait");
            away.context.setOffline(false);
            away.page.evaluate("window.dispatchEvent(new Event('online'))");

            assertThat(away.page.locator(".banner.waiting")).hasCount(0);
            assertThat(here.locator(".whose.others")).containsText("second: Crew on site");
            assertThat(here.locator("button.main.next")).containsText("On my way");
            there.locator("button.main.next").click();
            there.locator("[name=cause]").selectOption("equipment");
            there.locator("[name=text]").fill("new joint");
            there.locator("[name=parts]").fill("clamp 25 mm²\n\n  tape ");
            there.locator("button.main.next").click();
            assertThat(near.page.locator(".banner.waiting")).hasCount(0);

            operator.page.navigate("/operator#/alarms/" + id);
            Locator journal = operator.page.locator(".detail .journal");
            assertThat(journal).containsText("39.18012, 46.75931 ±12 m");
            assertThat(journal).containsText("new joint");
            assertThat(journal).containsText("Parts: clamp 25 mm²; tape");
            assertThat(operator.page.locator(".detail .facts").first()).containsText("second");
        }
    }

    @Test
    void crew_whoseJobIsGivenToAnother_isRidOfItAtOnce_andWhoGotItReadsThat() throws Exception {
        village.publish("5", GIVEN, "{\"voltage_l1\":264.5}");
        try (Visit crew = browser.visitNow(village.address(), 390, "en");
                Visit second = browser.visitNow(village.address(), 390, "en");
                Visit operator = browser.visitNow(village.address(), 390, "en")) {
            crew.signIn("crew", "/crew");
            second.signIn("second", "/crew");
            operator.signIn("operator", "/operator");
            assertThat(card(crew, "Home 24")).isVisible();
            assertThat(card(second, "Home 24")).isVisible();

            operator.page.navigate("/operator#/alarms/" + card(crew, "Home 24").getAttribute("data-alarm"));
            crew.context.setOffline(true);
            accept(card(crew, "Home 24"));
            assertThat(crew.page.locator(".banner.waiting")).containsText("1 act waits");
            operator.page.locator(".acts").getByText("Assign").click();
            operator.page.locator("[name=assignee]").fill("second");
            operator.page.locator(".act-form button.main").click();

            assertThat(card(second, "Home 24").locator(".whose")).containsText("Given to you");
            crew.context.setOffline(false);
            crew.page.evaluate("window.dispatchEvent(new Event('online'))");
            assertThat(crew.page.locator(".answer")).containsText("It is second's job now.");
            assertThat(card(crew, "Home 24")).hasCount(0);
        }
    }

    private static Locator card(Visit visit, String site) {
        return visit.page.locator(".alarm-card").filter(new Locator.FilterOptions().setHasText(site));
    }

    private static void accept(Locator card) {
        card.getByText("Accept", new Locator.GetByTextOptions().setExact(true)).click();
    }

    /** Whether the page's worker can give the file without a network. */
    private static boolean isKept(Visit visit, String path) {
        return (Boolean) visit.page.evaluate("async (path) => Boolean(await caches.match(path))", path);
    }

    /** An operator accepts the alarm, and its voltage is good again. */
    private void closeByOthers(Visit operator, String id) throws Exception {
        operator.page.navigate("/operator#/alarms/" + id);
        operator.page.locator(".acts button.main").click();
        assertThat(operator.page.locator(".detail-head")).containsText("acknowledged");
        village.publish("5", MENDED_BY_OTHERS, "{\"voltage_l1\":230}");
        await().atMost(PATIENCE)
                .until(() -> operator.page
                        .evaluate("async (id) => (await (await fetch('/api/v1/alarms/' + id)).json()).state", id)
                        .equals("NORM"));
    }

    /** The server takes the first request, but the phone never hears of it. */
    private static AtomicInteger losesTheFirstAnswer(Page page, String address) {
        AtomicInteger lost = new AtomicInteger();
        page.route(address, route -> {
            if (lost.get() > 0) {
                route.resume();
            } else {
                assertThat(route.fetch().status()).isEqualTo(200);
                route.abort();
                lost.incrementAndGet();
            }
        });
        return lost;
    }

    /** What the crew did about the alarm, as the operator reads it. */
    @SuppressWarnings("unchecked")
    private static List<String> journal(Visit operator, String id) {
        return (List<String>) operator.page.evaluate(
                "async (id) => (await (await fetch('/api/v1/alarms/' + id)).json()).journal"
                        + ".filter((line) => line.who === 'crew').map((line) => line.kind)",
                id);
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB), "jpg", out))
                .isTrue();
        return out.toByteArray();
    }
}
