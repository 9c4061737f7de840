package az.ocaq.bench;

import az.ocaq.access.TemporaryToken;
import az.ocaq.database.Database;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole server in a process of its own, on free ports and data of its own. */
final class MeasuredServer implements AutoCloseable {
    private final Subject subject;
    private final Path data;
    private final int mqttPort;
    private final URI address;

    private MeasuredServer(Subject subject, Path data, int mqttPort, URI address) {
        this.subject = subject;
        this.data = data;
        this.mqttPort = mqttPort;
        this.address = address;
    }

    /** Starts it and waits until it takes messages; what it logs goes to a file in the folder. */
    static MeasuredServer start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** @param settings of the environment, beside those of folder and ports */
    static MeasuredServer start(Path folder, Map<String, String> settings) throws IOException {
        Path data = folder.resolve("data");
        int mqttPort = freePort();
        int httpPort = freePort();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("OCAQ_DATA_DIR", data.toString());
        environment.put("OCAQ_MQTT_PORT", Integer.toString(mqttPort));
        environment.put("OCAQ_MQTT_ANONYMOUS", "true");
        environment.put("OCAQ_HTTP_PORT", Integer.toString(httpPort));
        Subject subject = Subject.start(List.of("serve"), environment, folder.resolve("server.log"));
        return ready(subject, data, mqttPort, httpPort);
    }

    /** Starts the simulated village of the demo, with its history. */
    static MeasuredServer demo(Path folder, String fleet, Duration history) throws IOException {
        Path data = folder.resolve("data");
        int mqttPort = freePort();
        int httpPort = freePort();
        Subject subject = Subject.start(
                List.of(
                        "demo",
                        "--data-dir=" + data,
                        "--http-port=" + httpPort,
                        "--mqtt-port=" + mqttPort,
                        "--fleet=" + fleet,
                        "--history=" + history.toDays() + "d"),
                Map.of(),
                folder.resolve("server.log"));
        return ready(subject, data, mqttPort, httpPort);
    }

    private static MeasuredServer ready(Subject subject, Path data, int mqttPort, int httpPort) throws IOException {
        String line = subject.line();
        while (!line.startsWith("Ocaq is running")) {
            line = subject.line();
        }
        return new MeasuredServer(subject, data, mqttPort, URI.create("http://127.0.0.1:" + httpPort));
    }

    Subject subject() {
        return subject;
    }

    Path data() {
        return data;
    }

    int mqttPort() {
        return mqttPort;
    }

    URI address() {
        return address;
    }

    /** A token that may read everything. */
    String token(Vertx vertx) {
        Database database = Database.openH2(vertx, data.resolve("database"));
        try {
            return TemporaryToken.make(vertx, database, Clock.systemUTC(), "bench")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .text();
        } finally {
            database.close();
        }
    }

    @Override
    public void close() {
        subject.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
