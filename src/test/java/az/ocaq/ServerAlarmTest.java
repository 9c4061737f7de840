package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import az.ocaq.database.PostgresServer;
import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.store.influx.InfluxServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What operators hear of the server when PostgreSQL or InfluxDB is stopped under it. */
@EnabledIf("allAreThere")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerAlarmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DATABASE = "server_database_down";
    private static final String STORE = "server_store_down";

    private final Clock clock = Clock.systemUTC();
    private final Vertx vertx = Vertx.vertx();
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private InfluxServer influx;
    private PostgresServer postgres;
    private Village village;
    private MqttPublisher device;
    private OperatorClient operator;

    static boolean allAreThere() {
        return PostgresServer.isThere() && InfluxServer.isThere();
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        mail.start();
        influx = InfluxServer.start(Files.createDirectories(folder.resolve("influx")));
        postgres = PostgresServer.start();
        village = village(folder);
        operator = OperatorClient.signIn(village, "aghali");
        device = new MqttPublisher(vertx, PublisherSettings.of(village.brokerUrl(), "device-of-the-test"));
        done(device.connect());
        var unused = vertx.setPeriodic(300, tick -> publish());
    }

    @AfterAll
    void stop() throws Exception {
        done(vertx.close());
        village.close();
        postgres.stop();
        influx.stop();
        mail.stop();
    }

    @Test
    void databaseAway_isOneAlarm_shownAndMailedMeanwhile_journalledAfterwards() throws Exception {
        List<String> seen = operator.follow();
        postgres.stop();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operator.alarms(DATABASE))
                        .singleElement()
                        .matches(it -> it.getString("state").equals("UNACK")
                                && it.getJsonObject("device_title")
                                        .getString("en")
                                        .equals("Ocaq server")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects("database is down")).hasSize(1));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asking(seen)).containsExactly(DATABASE + " UNACK"));
        assertThat(operator.ready()).isEqualTo(503);
        assertThat(operator.metric("ocaq_part_up{part=\"database\"}")).isZero();
        postgres.run();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operator.alarms(DATABASE))
                        .singleElement()
                        .matches(it -> it.getString("state").equals("RTNUN")));
        JsonObject alarm = operator.alarms(DATABASE).get(0);
        assertThat(operator.journal(alarm.getLong("id"))).containsExactly("raised", "cleared");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects("database is down"))
                        .containsExactly(
                                "Alarm: The server's database is down, Ocaq server",
                                "Cleared: The server's database is down, Ocaq server"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(asking(seen)).containsExactly(DATABASE + " UNACK", DATABASE + " RTNUN"));
        assertThat(operator.ready()).isEqualTo(200);
    }

    @Test
    void storeAway_isOneAlarm_shownJournalledAndMailed_untilItIsBack() throws Exception {
        influx.stop();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operator.alarms(STORE))
                        .singleElement()
                        .matches(it -> it.getString("state").equals("UNACK")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects("store is down"))
                        .as(operator.journal(operator.alarms(STORE).get(0).getLong("id"))
                                .toString())
                        .hasSize(1));
        assertThat(operator.journal(operator.alarms(STORE).get(0).getLong("id")))
                .containsExactly("raised");
        influx.restart();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(operator.alarms(STORE))
                        .singleElement()
                        .matches(it -> it.getString("state").equals("RTNUN")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects("store is down")).hasSize(2));
        assertThat(operator.alarms().stream().filter(it -> it.startsWith("server_lagging")))
                .isEmpty();
    }

    /** What was shown, but for what is normal or suppressed by design. */
    private static List<String> asking(List<String> seen) {
        return seen.stream()
                .filter(it -> !it.endsWith(" NORM") && !it.endsWith(" DSUPR"))
                .toList();
    }

    private List<String> subjects(String containing) {
        return Arrays.stream(mail.getReceivedMessages())
                .map(ServerAlarmTest::subject)
                .filter(it -> it.contains(containing))
                .toList();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The shipped rules for the server, with short delays. */
    private Village village(Path folder) throws Exception {
        Files.createDirectories(folder.resolve("alarms"));
        Files.writeString(
                folder.resolve("alarms/server.yaml"),
                Files.readString(Path.of("config/alarms/server.yaml"))
                        .replaceAll("on_delay: \\w+", "on_delay: 1s")
                        .replaceAll("off_delay: \\w+", "off_delay: 1s"));
        Files.writeString(
                folder.resolve("contacts.yaml"),
                "contacts:\n  operators: {language: en, page: operator, mail: [operator@example.az]}\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("OCAQ_DATA_DIR", folder.resolve("data").toString());
        environment.put("OCAQ_ALARMS_DIR", folder.resolve("alarms").toString());
        environment.put("OCAQ_CONTACTS", folder.resolve("contacts.yaml").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_STORE_INFLUX_URL", influx.url());
        environment.put("OCAQ_DATABASE_URL", postgres.jdbcUrl());
        environment.put("OCAQ_MAIL_HOST", "127.0.0.1");
        environment.put("OCAQ_MAIL_PORT", Integer.toString(mail.getSmtp().getPort()));
        environment.put("OCAQ_MAIL_START_TLS", "none");
        return Village.start(Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), clock);
    }

    private void publish() {
        byte[] payload = "{\"active_power\":812.5}".getBytes(StandardCharsets.UTF_8);
        var unused = device.publish("village/aghali/home-031/meter/telemetry", payload, false);
    }
}
