package az.ocaq;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The whole server in a process of its own, as the launcher starts it, to be killed. */
final class ServerProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int mqttPort;
    private final int httpPort;

    private ServerProcess(Process process, int mqttPort, int httpPort) {
        this.process = process;
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
    }

    /** Starts it on a data directory with anonymous devices on loopback and waits until it takes messages. */
    static ServerProcess start(Path data) throws IOException {
        return start(data, Map.of());
    }

    /** Likewise, with settings by their environment variables and options of the Java machine. */
    static ServerProcess start(Path data, Map<String, String> settings, String... options) throws IOException {
        int mqttPort = FreePort.find();
        int httpPort = FreePort.find();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OCAQ_DATA_DIR", data.toString());
        builder.environment().put("OCAQ_MQTT_PORT", Integer.toString(mqttPort));
        builder.environment().put("OCAQ_MQTT_ANONYMOUS", "true");
        builder.environment().put("OCAQ_HTTP_PORT", Integer.toString(httpPort));
        builder.environment().putAll(settings);
        Process process = builder.start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("Ocaq is running")) {
                return new ServerProcess(process, mqttPort, httpPort);
            }
        }
        throw new IllegalStateException("the server did not start");
    }

    int mqttPort() {
        return mqttPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What {@code /health/ready} answers. */
    int ready() throws IOException, InterruptedException {
        return HTTP.send(request("/health/ready"), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Kills it as the kernel would, without a chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it has kept all that the broker had for it, and nothing more has come for a second. */
    void awaitBacklogTaken() {
        long[] before = {-1};
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    long received = metric("ocaq_messages_received_total");
                    boolean settled = received == before[0] && received == metric("ocaq_messages_acknowledged_total");
                    before[0] = received;
                    return settled;
                });
    }

    /** A counter of {@code /metrics}. */
    long metric(String name) throws IOException, InterruptedException {
        return HTTP.send(request("/metrics"), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .build();
    }

    /** Asks it to stop and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        var unused = process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
