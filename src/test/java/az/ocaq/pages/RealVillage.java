package az.ocaq.pages;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The real server with the shipped fleets and rules of its own, that a real MQTT client publishes to. */
final class RealVillage implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    private static final Path CLIENT = Path.of("/usr/bin/mosquitto_pub");

    private final Path directory;
    private final Map<String, String> environment;
    private Village village;

    /** Starts it on free ports with these rules, and settings beside those that every test needs. */
    RealVillage(Path directory, String rules, Map<String, String> settings) throws IOException {
        this.directory = directory;
        Path alarms = Files.createDirectories(directory.resolve("alarms"));
        Files.writeString(alarms.resolve("rules.yaml"), rules);
        environment = new HashMap<>(settings);
        environment.put("OCAQ_DATA_DIR", directory.resolve("data").toString());
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_ALARMS_DIR", alarms.toString());
        village = started();
    }

    /** Whether the machine has all that tests with it need. */
    static boolean isPossible() {
        return Browser.isThere() && Files.isExecutable(CLIENT);
    }

    void restart() {
        village.close();
        village = started();
    }

    Village village() {
        return village;
    }

    /** Browsers count localhost as secure, which workers and locks need. */
    String address() {
        return "http://localhost:" + village.address().getPort();
    }

    void account(String name, Role role, Optional<String> home) throws Exception {
        done(village.accounts().create(new Actor(name, role, Set.of(), Set.of(), home), PASSWORD));
    }

    /** Publishes the telemetry of a device in the native convention; the version is 311 or 5. */
    void publish(String version, String device, String payload) throws IOException, InterruptedException {
        send(version, "village/" + device + "/telemetry", payload);
    }

    /** Publishes the status of a device in the native convention. */
    void status(String device, String word) throws IOException, InterruptedException {
        send("5", "village/" + device + "/status", word);
    }

    private void send(String version, String topic, String payload) throws IOException, InterruptedException {
        URI broker = URI.create(village.brokerUrl());
        Path file = Files.writeString(directory.resolve("payload"), payload);
        Process client = new ProcessBuilder(
                        CLIENT.toString(),
                        "-V",
                        version.equals("311") ? "mqttv311" : "mqttv5",
                        "-p",
                        Integer.toString(broker.getPort()),
                        "-q",
                        "1",
                        "-t",
                        topic,
                        "-f",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
    }

    @Override
    public void close() {
        village.close();
    }

    private Village started() {
        return Village.start(
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali", "recorded")),
                Clock.systemUTC());
    }
}
