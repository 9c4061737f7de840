package az.ocaq.web;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.measurement.Reading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the API tells of an outage's reach and of districts' leakage, and whom. */
@Timeout(180)
@ParameterizedClass
@EnumSource
final class OutageApiTest {
    private static final String RULES = """
            silent:
              kind: offline
              devices: {type: [household_meter, water_tank]}
              silence_after: 10m
              priority: low
            outage:
              kind: group_fraction
              of: silent
              members: {type: household_meter}
              group_by: feeder
              op: ">"
              threshold: 0.5
              min_count: 3
              inhibits: [{rule: silent, same: feeder}]
              priority: critical
            no_water:
              kind: threshold
              devices: {type: water_tank}
              metric: tank_level
              op: "<"
              threshold: 5
              interrupts: water
              priority: critical
            leak:
              kind: mnf
              devices: {type: water_meter}
              metric: flow
              unit: m3/h
              baseline_m3h: 100
              excess_m3h: 1
              priority: medium
            """;

    private final OperationalDatabase kind;
    private RunningServer server;

    OutageApiTest(OperationalDatabase kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = RunningServer.judging(RULES, kind, directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void outage_saysSinceWhen_andNamesCriticalSites_butNotToNeighbours() throws Exception {
        server.clock.advance(Duration.ofMinutes(1));
        Instant lastWord = server.clock.instant();
        List<Reading> homes = new ArrayList<>();
        for (int home = 1; home <= 16; home++) {
            String meter = String.format(Locale.ROOT, "aghali/home-%03d/meter/active_power", home);
            homes.add(SampleVillage.reading(meter, lastWord, 500));
        }
        homes.add(SampleVillage.reading("aghali/feeder-1/meter/active_power", lastWord, 8_000));
        homes.add(SampleVillage.reading("aghali/water/tank/tank_level", lastWord, 70));
        server.arrive(homes);
        server.clock.advance(Duration.ofMinutes(30));
        var unused = server.tick();

        JsonObject reach = outage("operator").getJsonObject("reach");

        assertThat(reach.getInteger("affected")).isGreaterThanOrEqualTo(16);
        assertThat(reach.getLong("since"))
                .as("the last word, not when the silence was long enough")
                .isEqualTo(lastWord.toEpochMilli());
        JsonArray critical = reach.getJsonArray("critical");
        assertThat(critical).hasSize(1);
        assertThat(critical.getJsonObject(0).getString("site")).isEqualTo("aghali/water");
        assertThat(critical.getJsonObject(0).getJsonObject("title").getString("az"))
                .isEqualTo("water");
        assertThat(outage("resident").getJsonObject("reach").getValue("critical"))
                .as("that somebody has a medical need is not for neighbours")
                .isNull();
        assertThat(server.visitor("operator").json("/alarms").encode())
                .contains("\"cut\"")
                .doesNotContain("affected_sites");
        String one = "/alarms/" + outage("operator").getLong("id");
        assertThat(server.visitor("operator").json(one).getJsonArray("affected_sites"))
                .as("who is without, for whoever drives there")
                .hasSizeGreaterThanOrEqualTo(16)
                .extracting(it -> ((JsonObject) it).getString("site"))
                .contains("aghali/home-001", "aghali/home-016");
        assertThat(server.visitor("resident").json(one).getJsonArray("affected_sites"))
                .isEmpty();
    }

    @Test
    void incident_namesWhatTheOutageExplains_whatWasDone_howLongCustomersWereWithout_andPocketsAfterwards()
            throws Exception {
        server.clock.advance(Duration.ofMinutes(1));
        server.arrive(homes(16));
        server.clock.advance(Duration.ofMinutes(30));
        var unused = server.tick();
        RunningServer.Visitor operator = server.visitor("operator");
        String path = "/alarms/" + outage("operator").getLong("id") + "/incident";
        JsonObject incident = operator.json(path);
        long member = homeAlarm(incident, "aghali/home-016/meter").getLong("id");
        var unusedNote = operator.post("/alarms/" + member + "/note", "{\"text\":\"cable cut\"}");

        assertThat(incident.getJsonArray("members").size()).isGreaterThanOrEqualTo(16);
        JsonObject reach = outage("operator").getJsonObject("reach");
        long minutes = (server.clock.millis() - reach.getLong("since")) / 60_000;
        assertThat(incident.getLong("customer_minutes"))
                .isGreaterThanOrEqualTo(30 * 16)
                .isEqualTo(minutes * reach.getInteger("affected"));
        assertThat(operator.json(path).getJsonArray("deeds").encode()).contains("cable cut", "\"alarm\":" + member);
        assertThat(server.visitor("resident").get(path).statusCode()).isEqualTo(403);

        server.arrive(homes(15));
        server.clock.advance(Duration.ofMinutes(6));
        server.arrive(homes(15));
        var unusedAgain = server.tick();
        JsonObject afterwards = operator.json(path);

        assertThat(homeAlarm(afterwards, "aghali/home-016/meter").getBoolean("pocket"))
                .isTrue();
        assertThat(homeAlarm(afterwards, "aghali/home-001/meter").getBoolean("pocket"))
                .isFalse();
    }

    @Test
    void reliability_listsTheLongestOutages_withTheirCustomersAndWhatPeopleFound() throws Exception {
        server.clock.advance(Duration.ofMinutes(1));
        Instant lastWord = server.clock.instant();
        server.arrive(homes(16));
        server.clock.advance(Duration.ofMinutes(30));
        var unused = server.tick();
        // homes that have never spoken are silent since the server watches
        Instant began = lastWord.minus(Duration.ofMinutes(1));
        long alarm = outage("operator").getLong("id");
        RunningServer.Visitor operator = server.visitor("operator");
        assertThat(operator.post("/alarms/" + alarm + "/resolve", "{\"text\":\"joint\",\"cause\":\"conductor\"}")
                        .statusCode())
                .isEqualTo(200);

        JsonObject report = operator.json("/kpi/reliability?by=all&outages=5");

        assertThat(report.getJsonArray("outages")).hasSize(1);
        JsonObject longest = report.getJsonArray("outages").getJsonObject(0);
        assertThat(longest.getString("settlement")).isEqualTo("aghali");
        assertThat(longest.getJsonObject("site_title")).isNotNull();
        assertThat(longest.getLong("began")).isEqualTo(began.toEpochMilli());
        assertThat(longest.getInteger("customers")).isGreaterThanOrEqualTo(16);
        assertThat(longest.getDouble("minutes")).isEqualTo(31);
        assertThat(longest.getDouble("customer_minutes")).isEqualTo(31.0 * longest.getInteger("customers"));
        assertThat(longest.getBoolean("provisional")).isTrue();
        assertThat(longest.getBoolean("planned")).isFalse();
        assertThat(longest.getLong("alarm")).isEqualTo(alarm);
        assertThat(longest.getJsonArray("causes")).containsExactly("conductor");
        assertThat(operator.json("/kpi/reliability").getJsonArray("outages"))
                .as("none where none is asked for")
                .isEmpty();
    }

    private List<Reading> homes(int most) {
        List<Reading> homes = new ArrayList<>();
        for (int home = 1; home <= most; home++) {
            String meter = String.format(Locale.ROOT, "aghali/home-%03d/meter/active_power", home);
            homes.add(SampleVillage.reading(meter, server.clock.instant(), 500));
        }
        return homes;
    }

    private static JsonObject homeAlarm(JsonObject incident, String device) {
        return incident.getJsonArray("members").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("device").equals(device))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nightFlow_isTheDistrictsLeakage_forStaffOfItsUtilityAndPlace() throws Exception {
        server.clock.advance(Duration.ofMinutes(390));
        Instant evening = server.clock.instant();
        double[] least = {3, 1, 2};
        for (int night = 0; night < least.length; night++) {
            night(evening.plus(Duration.ofDays(night)), least[night]);
        }
        account("water", Set.of("aghali"), Set.of("water"));
        account("electrician", Set.of("aghali"), Set.of("electricity"));
        account("neighbour", Set.of("zabukh"), Set.of());

        JsonObject flow = flows("water").getJsonObject(0);

        assertThat(flow.getString("device")).isEqualTo("aghali/home-001/water");
        assertThat(flow.getString("rule")).isEqualTo("leak");
        assertThat(flow.getInteger("nights")).isEqualTo(3);
        assertThat(flow.getDouble("minimum")).isEqualTo(2);
        assertThat(flow.getDouble("percentile20")).isEqualTo(1);
        assertThat(flow.getString("unit")).isEqualTo("m3/h");
        assertThat(flows("operator")).hasSize(1);
        assertThat(flows("electrician")).isEmpty();
        assertThat(flows("neighbour")).isEmpty();
        assertThat(server.visitor("water")
                        .json("/kpi/night-flow?settlement=zabukh")
                        .getJsonArray("items"))
                .isEmpty();
        assertThat(server.visitor("crew").get("/kpi/night-flow").statusCode()).isEqualTo(403);
        assertThat(server.visitor("resident").get("/kpi/night-flow").statusCode())
                .isEqualTo(403);
    }

    @Test
    void reliability_ofWater_isThatOfTheHomesBehindAnEmptyTank() throws Exception {
        server.clock.advance(Duration.ofMinutes(1));
        server.arrive(List.of(SampleVillage.reading("aghali/water/tank/tank_level", server.clock.instant(), 2)));
        server.clock.advance(Duration.ofMinutes(30));

        JsonObject water = server.visitor("operator").json("/kpi/reliability?utility=water&by=feeder");

        assertThat(water.getJsonArray("utilities")).containsExactly("electricity", "water");
        assertThat(water.getJsonArray("alarms")).hasSize(1);
        assertThat(water.getJsonArray("twelve_months")).hasSize(1);
        JsonObject tank = water.getJsonArray("twelve_months").getJsonObject(0);
        assertThat(tank.getString("site")).isEqualTo("water");
        assertThat(tank.getInteger("customers")).isEqualTo(1);
        assertThat(tank.getBoolean("provisional")).isTrue();
        assertThat(tank.getJsonObject("unplanned").getDouble("saidi_minutes")).isEqualTo(30);
        assertThat(server.visitor("operator").json("/kpi/reliability").getJsonArray("twelve_months"))
                .as("electricity, unless something else is asked for: both settlements, without an interruption")
                .allSatisfy(it -> assertThat(
                                ((JsonObject) it).getJsonObject("unplanned").getDouble("saifi"))
                        .isZero());
        assertThat(server.visitor("operator")
                        .get("/kpi/reliability?utility=gas")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void reliability_ofAUtilityOutOfReach_isNotTold() throws Exception {
        server.clock.advance(Duration.ofMinutes(1));
        server.arrive(List.of(SampleVillage.reading("aghali/water/tank/tank_level", server.clock.instant(), 2)));
        server.clock.advance(Duration.ofMinutes(30));
        account("water", Set.of("aghali"), Set.of("water"));
        account("gas", Set.of("aghali"), Set.of("gas"));

        JsonObject unasked = server.visitor("water").json("/kpi/reliability");
        JsonObject electricity = server.visitor("water").json("/kpi/reliability?utility=electricity");

        assertThat(unasked.getString("utility")).isEqualTo("water");
        assertThat(unasked.getJsonArray("utilities")).containsExactly("water");
        assertThat(unasked.getJsonArray("twelve_months")).hasSize(1);
        assertThat(electricity.getJsonArray("utilities")).containsExactly("water");
        assertThat(electricity.getJsonArray("items")).isEmpty();
        assertThat(electricity.getJsonArray("twelve_months")).isEmpty();
        assertThat(electricity.containsKey("alarms")).isFalse();
        assertThat(server.visitor("gas").json("/kpi/reliability").getJsonArray("items"))
                .isEmpty();
    }

    private JsonObject outage(String user) throws Exception {
        return server.visitor(user).json("/alarms").getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("rule").equals("outage"))
                .findFirst()
                .orElseThrow();
    }

    private JsonArray flows(String user) throws Exception {
        return server.visitor(user).json("/kpi/night-flow").getJsonArray("items");
    }

    /** Eight hours, of which one from two to four takes less than the others. */
    private void night(Instant from, double least) throws Exception {
        for (int quarter = 1; quarter <= 32; quarter++) {
            Instant time = from.plus(Duration.ofMinutes(15L * quarter));
            server.clock.advance(Duration.between(server.clock.instant(), time));
            boolean quiet = quarter > 16 && quarter <= 20;
            server.arrive(
                    List.of(SampleVillage.reading("aghali/home-001/water/flow", time, quiet ? least : least + 20)));
        }
    }

    private void account(String name, Set<String> settlements, Set<String> utilities) throws Exception {
        var unused = done(server.accounts.create(
                new Actor(name, Role.OPERATOR, settlements, utilities, Optional.empty()), RunningServer.PASSWORD));
    }
}
