package az.ocaq.store.influx;

import az.ocaq.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real InfluxDB server of this machine on loopback, with its data in a directory. */
public final class InfluxServer {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path configuration;
    private final int port;
    private Process process;

    private InfluxServer(Path configuration, int port) throws IOException {
        this.configuration = configuration;
        this.port = port;
        this.process = run();
    }

    public static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/bin/influxd"));
    }

    public static InfluxServer start(Path directory) throws IOException {
        int port = FreePort.find();
        Path file = Files.writeString(directory.resolve("influxdb.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                [monitor]
                  store-enabled = false
                [retention]
                  check-interval = "1s"
                [http]
                  bind-address = "127.0.0.1:%d"
                  log-enabled = false
                """.formatted(
                        FreePort.find(), directory, directory, directory, port));
        InfluxServer server = new InfluxServer(file, port);
        server.awaitReady();
        return server;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Sends lines past Ocaq, times in milliseconds. */
    void write(String database, String lines) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/write?precision=ms&db=" + database))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 204) {
            throw new IOException(response.body());
        }
    }

    public void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    public void restart() throws Exception {
        process = run();
        awaitReady();
    }

    private Process run() throws IOException {
        return new ProcessBuilder("influxd", "-config", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(configuration.resolveSibling("log").toFile())
                .start();
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> HTTP.send(
                                        HttpRequest.newBuilder(URI.create(url() + "/ping"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 204);
    }
}
