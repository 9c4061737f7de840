package az.ocaq.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.Role;
import az.ocaq.pages.Browser.Visit;
import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The meters of a feeder lose their supply and say so: what the operator and those without supply read of it. */
@EnabledIf("az.ocaq.pages.RealVillage#isPossible")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutagePagesTest {
    private static final int DARK = 5;
    private static final String RULES = """
            meter_offline:
              kind: offline
              devices: {type: household_meter}
              lwt_grace: 30s
              priority: medium
              title: {az: Sayğacla əlaqə yoxdur, ru: Нет связи со счётчиком, en: Meter is offline}
              response: {az: Yoxlayın, ru: Проверьте, en: Check it}
            feeder_outage:
              kind: group_fraction
              of: meter_offline
              members: {type: household_meter}
              group_by: feeder
              last_gasp: 2
              min_count: 3
              inhibits: [{rule: meter_offline, same: feeder}]
              priority: critical
              title: {az: Fider kəsilib, ru: Отключение фидера, en: Feeder outage}
              response: {az: Yoxlayın, ru: Проверьте, en: Check it}
            voltage_high:
              kind: threshold
              devices: {type: feeder_meter}
              metric: voltage_l1
              unit: V
              op: ">"
              threshold: 253
              priority: critical
              title: {az: Gərginlik yüksəkdir, ru: Высокое напряжение, en: Voltage is high}
              response: {az: Yoxlayın, ru: Проверьте, en: Check it}
            """;

    private RealVillage village;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        village = new RealVillage(directory, RULES, Map.of());
        village.account("operator", Role.OPERATOR, Optional.empty());
        village.account("resident", Role.RESIDENT, Optional.of("aghali/home-001"));
        browser = new Browser();
    }

    @AfterAll
    void stop() {
        browser.close();
        village.close();
    }

    @Test
    void outage_namesWhomItAffects_andWhy_andComesFirstForThoseWithoutSupply() throws Exception {
        for (int home = 1; home <= DARK; home++) {
            village.publish("5", meter(home), "{\"active_power\": 300}");
        }
        long now = System.currentTimeMillis();
        village.publish(
                "5",
                "aghali/feeder-1-1/meter",
                "[{\"ts\": " + (now - 60_000) + ", \"voltage_l1\": 238.5}, {\"ts\": " + now
                        + ", \"voltage_l1\": 261.5}]");
        for (int home = 1; home <= DARK; home++) {
            village.status(meter(home), "power_off");
        }
        try (Visit operator = browser.visitNow(village.address(), 1440, "en");
                Visit resident = browser.visitNow(village.address(), 390, "az")) {
            operator.signIn("operator", "/operator");
            operator.page.navigate("/operator#/alarms");
            operator.page
                    .locator(".alarm-line")
                    .filter(new Locator.FilterOptions().setHasText("Voltage is high"))
                    .click();
            assertThat(operator.page.locator(".detail .reading figcaption")).hasText("Voltage L1");
            assertThat(operator.page.locator(".detail .reading canvas").first()).isVisible();
            operator.page.getByText("Feeder outage").click();
            Locator detail = operator.page.locator(".detail");
            assertThat(detail).containsText("5 of 15 · no power");
            Locator affected = detail.locator("details").first();
            affected.locator("summary").click();
            assertThat(affected.locator("a")).hasCount(DARK);
            assertThat(affected.getByText("Home 5")).hasAttribute("href", "#/site/aghali/home-005");
            detail.locator(".acts button.main").click();
            assertThat(detail.locator(".detail-head")).containsText("acknowledged");

            operator.page.getByText("Hidden").click();
            operator.page
                    .locator(".alarm-line")
                    .filter(new Locator.FilterOptions().setHasText("Home 1 "))
                    .click();
            assertThat(detail.locator(".journal")).containsText("losing its supply: last word");
            assertThat(detail.locator(".journal")).containsText("Feeder outage · Feeder 1-1");
            assertThat(operator.errors).isEmpty();

            String month = YearMonth.now(ZoneId.of("Asia/Baku")).toString();
            operator.page.navigate("/operator#/report/" + month + "/electricity");
            Locator report = operator.page.locator(".report");
            assertThat(report.locator("h1")).containsText("Reliability of electricity supply");
            assertThat(report.locator(".provisional")).containsText("The month is not over.");
            assertThat(report.locator("dl")).containsText("CEMI-3");
            assertThat(operator.errors).isEmpty();

            resident.signIn("resident", "/home");
            assertThat(resident.page.locator(".sentence h1")).hasText("Fider kəsilib");
        }
    }

    private static String meter(int home) {
        return "aghali/home-00" + home + "/meter";
    }
}
