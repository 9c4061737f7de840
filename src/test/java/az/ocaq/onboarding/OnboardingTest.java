package az.ocaq.onboarding;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.eclipse.tahu.protobuf.SparkplugBProto.DataType;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From a foreign device's first message over the API to its series, its alarms, a restart and back, on the real server. */
@EnabledIf("clientIsThere")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ParameterizedClass
@EnumSource
final class OnboardingTest {
    private static final Path CLIENT = Path.of("/usr/bin/mosquitto_pub");
    private static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RULE = """
            power_high:
              kind: threshold
              devices: {type: [household_meter]}
              metric: active_power
              unit: W
              op: ">"
              threshold: 9000
              deadband: 100
              priority: high
              title: {az: Çox güc, ru: Большая мощность, en: Much power}
              response: {az: Baxın, ru: Посмотрите, en: Look}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private final Clock clock = Clock.systemUTC();
    private final HttpClient http = HttpClient.newHttpClient();
    private Path directory = Path.of("");

    @Parameter
    private OperationalDatabase kind = OperationalDatabase.H2;

    private Map<String, String> settings = Map.of();

    @SuppressWarnings("NullAway.Init") // by start()
    private Village village;

    static boolean clientIsThere() {
        return Files.isExecutable(CLIENT);
    }

    /** Not {@code @BeforeAll}, which comes once for both databases and before the parameter is known. */
    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        directory = folder.resolve(kind.name());
        Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(directory.resolve("alarms/power.yaml"), RULE);
        settings = kind.settings();
        village = village();
        account("operator", Role.OPERATOR, Set.of("aghali"));
        account("elsewhere", Role.OPERATOR, Set.of("shusha"));
        account("admin", Role.ADMIN, Set.of());
    }

    @AfterParameterizedClassInvocation
    void stop() {
        village.close();
    }

    @Test
    void shelly_givenAHome_bringsItsSeries_isWatched_survivesARestart_isCorrectedAndUndone() throws Exception {
        String source = "inbox/shelly-gen2/cellar";
        shelly("cellar", 100, 10);
        shelly("cellar", 200, 20);
        Visitor operator = new Visitor("operator");
        JsonObject seen = until(
                operator, "/inbox/" + source, it -> it.getJsonArray("messages").size() == 2);

        assertThat(seen.getJsonArray("messages").getJsonObject(0).getString("topic"))
                .isEqualTo("cellar/events/rpc");
        assertThat(seen.getJsonArray("messages")
                        .getJsonObject(0)
                        .getJsonObject("decoded")
                        .getJsonArray("readings")
                        .getJsonObject(0)
                        .getString("path"))
                .isEqualTo("/params/em:0/total_act_power");
        assertThat(operator.send("GET", "/homes", "").getJsonArray("items")).isEmpty();

        String home = "aghali/home-030/cellar";
        JsonObject given = operator.send(
                "POST",
                "/inbox/" + source + "/home",
                "{\"home\":\"" + home + "\",\"type\":\"household_meter\",\"name\":\"Cellar\"}");
        assertThat(given.getString("by")).isEqualTo("operator");
        shelly("cellar", 300, 30);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(values(home)).containsExactly(100.0, 200.0, 300.0));
        assertThat(operator.send("GET", "/devices/" + home, "")
                        .getJsonObject("title")
                        .getString("en"))
                .isEqualTo("Cellar");
        assertThat(operator.status("GET", "/inbox/" + source, "")).isEqualTo(404);

        shelly("cellar", 9_500, 40);
        var unusedAlarm = until(
                operator,
                "/alarms?device=" + home,
                it -> it.getJsonArray("items").size() == 1);

        shelly("shed", 50, 1); // nobody gives it a home before the restart
        var unusedShed = until(
                operator,
                "/inbox/inbox/shelly-gen2/shed",
                it -> it.getJsonArray("messages").size() == 1);

        village.close();
        village = village();
        Visitor again = new Visitor("operator");
        assertThat(again.send("GET", "/inbox/inbox/shelly-gen2/shed", "")
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("topic"))
                .isEqualTo("shed/events/rpc");
        shelly("cellar", 400, 50);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values(home)).containsExactly(100.0, 200.0, 300.0, 9_500.0, 400.0));
        assertThat(again.send("GET", "/inbox", "").getJsonArray("items").encode())
                .doesNotContain("cellar");

        String right = "aghali/home-031/cellar";
        var unusedAnswer =
                again.send("PUT", "/homes/" + home, "{\"home\":\"" + right + "\",\"type\":\"household_meter\"}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(values(right)).containsExactly(100.0, 200.0, 300.0, 9_500.0, 400.0);
            assertThat(points(home)).extracting(Point::quality).containsOnly(Quality.SUSPECT);
        });
        assertThat(again.status("GET", "/devices/" + home, "")).isEqualTo(404);
        var unusedLater = until(
                again,
                "/alarms?state=standing&device=" + home,
                it -> it.getJsonArray("items").isEmpty());

        assertThat(again.status("DELETE", "/homes/" + right, "")).isEqualTo(204);
        JsonObject back = until(again, "/inbox", it -> it.encode().contains(source));
        assertThat(back.encode()).doesNotContain(home).doesNotContain(right);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values(source)).containsExactly(100.0, 200.0, 300.0, 9_500.0, 400.0));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                new Visitor("admin").send("GET", "/audit", "").encode())
                        .contains("POST /inbox/{settlement}/{site}/{device}/home")
                        .contains("DELETE /homes/{settlement}/{site}/{device}"));
    }

    @Test
    void childrenOfAGateway_haveHomesOfTheirOwn() throws Exception {
        publish(
                "tele/bridge/SENSOR",
                "{\"ZbReceived\":{\"0x1A2B\":{\"Device\":\"0x1A2B\",\"Name\":\"Attic\",\"Temperature\":21.5}}}");
        publish(
                "tele/bridge/SENSOR",
                "{\"ZbReceived\":{\"0x3C4D\":{\"Device\":\"0x3C4D\",\"Name\":\"Barn\",\"Temperature\":8.5}}}");
        Visitor operator = new Visitor("operator");
        JsonObject inbox = until(
                operator,
                "/inbox",
                it -> it.encode().contains("21.5") && it.encode().contains("8.5"));
        String attic = sourceWith(inbox, 21.5);
        String barn = sourceWith(inbox, 8.5);
        assertThat(attic).isNotEqualTo(barn);

        JsonObject sheet = operator.send(
                "POST",
                "/inbox/sheet",
                new JsonObject()
                        .put(
                                "csv",
                                "source;home;type;name\n" + attic
                                        + ";aghali/home-032/attic;indoor_air;\"Attic \"\"A\"\"\"\n" + barn
                                        + ";aghali/home-032/barn;indoor_air;\n")
                        .encode());

        assertThat(sheet.getInteger("total")).isEqualTo(2);
        assertThat(sheet.encode()).contains("Attic \\\"A\\\"");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(points("aghali/home-032/attic", "temperature"))
                    .extracting(Point::value)
                    .containsExactly(21.5);
            assertThat(points("aghali/home-032/barn", "temperature"))
                    .extracting(Point::value)
                    .containsExactly(8.5);
        });
    }

    @Test
    void wishes_outOfReachOrWrong_areRefusedAndNothingHappens() throws Exception {
        shelly("garage", 1, 1);
        String give = "/inbox/inbox/shelly-gen2/garage/home";
        Visitor operator = new Visitor("operator");
        var unusedGarage = until(operator, "/inbox", it -> it.encode().contains("garage"));

        assertThat(operator.status("POST", give, "{\"home\":\"shusha/home-001/x\",\"type\":\"household_meter\"}"))
                .isEqualTo(404);
        assertThat(operator.status("POST", give, "{\"home\":\"aghali/nowhere/x\",\"type\":\"household_meter\"}"))
                .isEqualTo(400);
        assertThat(operator.status("POST", give, "{\"home\":\"aghali/home-033/x\",\"type\":\"toaster\"}"))
                .isEqualTo(400);
        assertThat(
                        operator.status(
                                "POST",
                                "/inbox/sheet",
                                "{\"csv\":\"source,home,type,name\\ninbox/shelly-gen2/garage,aghali/home-033/x,household_meter,\\nx,y,z\"}"))
                .isEqualTo(400);
        assertThat(operator.answer(
                                "POST",
                                "/inbox/sheet",
                                "{\"csv\":\"source,home,type,name\\ninbox/shelly-gen2/garage,shusha/home-001/x,household_meter,\\n\"}")
                        .body())
                .as("what is out of reach is said as what is not there, with the line, in a word that pages know")
                .contains("\"line\":2", "\"reason\":\"no_site\"", "shusha/home-001");
        assertThat(new Visitor("elsewhere")
                        .status("POST", give, "{\"home\":\"aghali/home-033/x\",\"type\":\"household_meter\"}"))
                .isEqualTo(404);
        assertThat(operator.send("GET", "/inbox", "").encode()).contains("garage");
    }

    @Test
    void quarantinedMessage_ofTheDevice_isTriedAgain() throws Exception {
        publish("village/aghali/home-034/probe/telemetry", "{\"active_power\":5}");
        Visitor operator = new Visitor("operator");
        var unusedHeard = until(operator, "/inbox", it -> it.encode().contains("home-034"));

        var unusedGiven = operator.send("POST", "/inbox/aghali/home-034/probe/home", "{\"type\":\"household_meter\"}");

        assertThat(operator.send("GET", "/devices/aghali/home-034/probe", "").getString("kind"))
                .isEqualTo("household_meter");
        assertThat(values("aghali/home-034/probe")).containsExactly(5.0);
    }

    @Test
    void dataBeforeItsBirth_waitsInQuarantine_andIsStoredOnceAtItsOwnTimes() throws Exception {
        String topic = "spBv1.0/plant/%s/edge/turbine";
        long then = clock.instant().getEpochSecond() * 1000 - 600_000;
        Visitor operator = new Visitor("admin");
        for (int i = 1; i <= 2; i++) { // equal faults of one moment are kept once
            publish(topic.formatted("DDATA"), sparkplug(i, then + i * 60_000L, i * 10, false));
            int kept = i;
            var unusedKept = until(
                    operator,
                    "/quarantine?reason=not_described",
                    it -> it.getJsonArray("items").size() == kept);
        }
        publish(topic.formatted("NBIRTH").replace("/turbine", ""), sparkplug(0, then, 0, true));
        publish(topic.formatted("DBIRTH"), sparkplug(3, then + 180_000, 30, true));
        JsonObject inbox = until(operator, "/inbox", it -> it.encode().contains("\"value\":30.0"));
        String source = sourceWith(inbox, 30);

        var unusedGiven = operator.send(
                "POST",
                "/inbox/" + source + "/home",
                "{\"home\":\"aghali/home-035/turbine\",\"type\":\"household_meter\"}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points("aghali/home-035/turbine"))
                        .extracting(it -> it.time().toEpochMilli() - then, Point::value)
                        .containsExactly(tuple(60_000L, 10.0), tuple(120_000L, 20.0), tuple(180_000L, 30.0)));
        assertThat(operator.send("GET", "/quarantine?reason=not_described", "").getJsonArray("items"))
                .isEmpty();
    }

    /** As Tahu's clients speak: births with aliases and types, data by alias alone, a will that carries its session. */
    @Test
    void sparkplugSession_goesOnAfterARestart_losesNothingByAGap_andEndsByItsOwnDeathOnly() throws Exception {
        String node = "spBv1.0/plant/%s/weir";
        String gate = node + "/gate";
        String source = "inbox/sparkplug-b/xplant-weir-gate-"
                + String.format(java.util.Locale.ROOT, "%08x", "plant/weir/gate".hashCode());
        long then = clock.instant().getEpochSecond() * 1000 - 600_000;
        publish(
                node.formatted("NBIRTH"),
                message(0, then).addMetrics(session(7)).build().toByteArray());
        publish(
                gate.formatted("DBIRTH"),
                message(1, then)
                        .addMetrics(born("Level", 10, DataType.Float, "cm").setFloatValue(150))
                        .addMetrics(born("Outside/Temperature", 11, DataType.Int16, "Cel")
                                .setIntValue(0xfff6)) // Tahu sends the bits of an Int16 as an unsigned integer
                        .addMetrics(born("Gate/Open", 12, DataType.Boolean, "").setBooleanValue(true))
                        .addMetrics(
                                born("Last Service", 13, DataType.DateTime, "").setLongValue(then))
                        .build()
                        .toByteArray());
        publish(gate.formatted("DDATA"), level(2, then + 1_000, 160));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points(source, "level"))
                        .extracting(Point::value)
                        .containsExactly(1.5, 1.6));
        assertThat(points(source, "outdoor_temperature").stream()
                        .map(Point::value)
                        .toList())
                .as("the temperature of the birth")
                .containsExactly(-10.0);

        village.close();
        village = village();
        Visitor operator = new Visitor("admin");
        publish(gate.formatted("DDATA"), level(9, then + 2_000, 170)); // 3 to 8 were lost
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points(source, "level"))
                        .extracting(Point::value)
                        .containsExactly(1.5, 1.6, 1.7));

        publish(
                node.formatted("NDEATH"),
                Payload.newBuilder().addMetrics(session(6)).build().toByteArray());
        publish(gate.formatted("DDATA"), level(10, then + 3_000, 180));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(points(source, "level")).hasSize(4));
        assertThat(operator.send("GET", "/devices/" + source, "").getString("status"))
                .isEqualTo("online");

        publish(
                node.formatted("NDEATH"),
                Payload.newBuilder().addMetrics(session(7)).build().toByteArray());
        var unusedEnd = until(
                operator, "/devices/" + source, it -> it.getString("status").equals("offline"));
    }

    private static byte[] level(int sequence, long time, float centimetres) {
        return message(sequence, time)
                .addMetrics(Payload.Metric.newBuilder()
                        .setAlias(10)
                        .setTimestamp(time)
                        .setFloatValue(centimetres))
                .build()
                .toByteArray();
    }

    private static Payload.Builder message(int sequence, long time) {
        return Payload.newBuilder().setTimestamp(time).setSeq(sequence);
    }

    private static Payload.Metric.Builder session(long number) {
        return Payload.Metric.newBuilder()
                .setName("bdSeq")
                .setDatatype(DataType.Int64_VALUE)
                .setLongValue(number);
    }

    private static Payload.Metric.Builder born(String name, long alias, DataType type, String unit) {
        return Payload.Metric.newBuilder()
                .setName(name)
                .setAlias(alias)
                .setDatatype(type.getNumber())
                .setProperties(Payload.PropertySet.newBuilder()
                        .addKeys("engUnit")
                        .addValues(Payload.PropertyValue.newBuilder()
                                .setType(DataType.String_VALUE)
                                .setStringValue(unit)));
    }

    private static byte[] sparkplug(int sequence, long time, double power, boolean birth) {
        Payload.Metric.Builder metric =
                Payload.Metric.newBuilder().setAlias(1).setTimestamp(time).setDoubleValue(power);
        if (birth) {
            metric.setName("Active Power")
                    .setDatatype(SparkplugBProto.DataType.Double_VALUE)
                    .setProperties(Payload.PropertySet.newBuilder()
                            .addKeys("engUnit")
                            .addValues(Payload.PropertyValue.newBuilder()
                                    .setType(SparkplugBProto.DataType.String_VALUE)
                                    .setStringValue("W")));
        }
        return Payload.newBuilder()
                .setTimestamp(time)
                .setSeq(sequence)
                .addMetrics(metric)
                .build()
                .toByteArray();
    }

    private static String sourceWith(JsonObject inbox, double value) {
        return inbox.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getJsonArray("metrics").encode().contains("\"value\":" + value))
                .map(it -> it.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    private void shelly(String prefix, double power, int second) throws Exception {
        long at = clock.instant().getEpochSecond() / 3600 * 3600 - 3600 + second;
        publish(
                prefix + "/events/rpc",
                "{\"src\":\"shellypro3em-1\",\"dst\":\"x\",\"method\":\"NotifyStatus\",\"params\":{\"ts\":" + at
                        + ",\"em:0\":{\"id\":0,\"total_act_power\":" + power + "}}}");
    }

    private List<Double> values(String device) throws Exception {
        return points(device).stream().map(Point::value).toList();
    }

    private List<Point> points(String device) throws Exception {
        return points(device, "active_power");
    }

    private List<Point> points(String device, String metric) throws Exception {
        SeriesId series = new SeriesId(DeviceId.parse(device).orElseThrow(), Metric.named(metric));
        Instant now = clock.instant();
        return done(village.store().read(SeriesQuery.raw(series, now.minusSeconds(9_000), now.plusSeconds(60))));
    }

    private JsonObject until(Visitor visitor, String path, java.util.function.Predicate<JsonObject> there) {
        return await().atMost(PATIENCE).ignoreExceptions().until(() -> visitor.send("GET", path, ""), there);
    }

    private Village village() {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_ALARMS_DIR", directory.resolve("alarms").toString());
        return Village.start(
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali", "shusha")), clock);
    }

    private void publish(String topic, String payload) throws IOException, InterruptedException {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String topic, byte[] payload) throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("payload"), payload);
        int port = URI.create(village.brokerUrl()).getPort();
        Process client = new ProcessBuilder(
                        CLIENT.toString(), "-p", Integer.toString(port), "-q", "1", "-t", topic, "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
    }

    private void account(String name, Role role, Set<String> settlements) throws Exception {
        done(village.accounts().create(new Actor(name, role, settlements, Set.of(), Optional.empty()), PASSWORD));
    }

    private final class Visitor {
        private final String cookie;
        private final String csrf;

        Visitor(String user) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(
                    request("POST", "/session", "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            csrf = new JsonObject(answer.body()).getString("csrf");
            cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        }

        JsonObject send(String method, String path, String body) throws IOException, InterruptedException {
            HttpResponse<String> answer = answer(method, path, body);
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
        }

        int status(String method, String path, String body) throws IOException, InterruptedException {
            return answer(method, path, body).statusCode();
        }

        private HttpResponse<String> answer(String method, String path, String body)
                throws IOException, InterruptedException {
            return http.send(
                    request(method, path, body)
                            .headers("Cookie", cookie, "X-CSRF-Token", csrf)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        private HttpRequest.Builder request(String method, String path, String body) {
            return HttpRequest.newBuilder(URI.create(village.address() + "/api/v1" + path))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
        }
    }
}
