package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.TemporaryToken;
import az.ocaq.database.Database;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ocaq export}: stored data as CSV. The running server answers; when none runs on the data, one is started for as long
 * as it takes.
 */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Prints stored data as CSV: device,metric,time,value,quality.")
public final class ExportCommand implements Callable<Integer> {
    private static final int OK = 200;

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(
            names = "--data-dir",
            paramLabel = "D",
            description = "Data of which server (default: that of the settings, else the demo's).")
    private @Nullable Path dataDirectory;

    @Option(names = "--from", paramLabel = "T", required = true, description = "First time, ISO 8601 or epoch ms.")
    private String from = "";

    @Option(names = "--to", paramLabel = "T", required = true, description = "Time to stop before.")
    private String to = "";

    @Option(names = "--settlement", paramLabel = "S", description = "Only this settlement.")
    private @Nullable String settlement;

    @Option(names = "--device", paramLabel = "D", description = "Only this device: settlement/site/device.")
    private @Nullable String device;

    @Option(names = "--metric", paramLabel = "M", description = "Only this metric.")
    private @Nullable String metric;

    @Option(names = "--step", paramLabel = "STEP", description = "raw (default), 1m, 15m, 1h, 1d or 1mo.")
    private @Nullable String step;

    @Option(names = "--agg", paramLabel = "A", description = "avg, min, max, sum, last, count or delta.")
    private @Nullable String aggregation;

    @Option(names = "--format", paramLabel = "F", defaultValue = "csv", description = "csv")
    private String format = "csv";

    private final HttpClient http = HttpClient.newHttpClient();

    /** Prints to the end; fails with a sentence when the server refuses. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("OCAQ_DATA_DIR", data(environment).toString());
        Installation installation = Installation.load(config.path(), environment);
        Optional<URI> running = installation.runningServer().filter(this::answers);
        if (running.isPresent()) {
            print(running.get(), installation);
            return 0;
        }
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        Installation quiet = Installation.load(config.path(), environment);
        try (Village village = Village.start(quiet, Clock.systemUTC())) {
            print(village.address(), quiet);
        }
        return 0;
    }

    private Path data(Map<String, String> environment) {
        if (dataDirectory != null) {
            return dataDirectory.toAbsolutePath();
        }
        Path configured =
                Installation.load(config.path(), environment).settings().dataDir();
        Path demo = Home.folder().resolve("data/demo");
        boolean onlyDemo = Files.notExists(configured.resolve("timeseries")) && Files.exists(demo);
        return onlyDemo ? demo : configured;
    }

    private boolean answers(URI server) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve("/health/live")).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (ConnectException e) {
            return false; // it was killed and could not take its address back
        } catch (IOException e) {
            throw new CommandException("the server at " + server + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void print(URI server, Installation installation) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (Database database = installation.openDatabase(vertx)) {
            TemporaryToken token = Publishing.await(
                    TemporaryToken.make(vertx, database, Clock.systemUTC(), "export"), 60, TimeUnit.SECONDS);
            try {
                print(server, token.text());
            } finally {
                Publishing.await(token.giveBack(), 60, TimeUnit.SECONDS);
            }
        } finally {
            Publishing.await(vertx.close(), 60, TimeUnit.SECONDS);
        }
    }

    private void print(URI server, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/v1/export?" + query()))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new CommandException(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            var unused = body.transferTo(System.out);
            System.out.flush();
        }
    }

    private String query() {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("settlement", settlement);
        parameters.put("device", device);
        parameters.put("metric", metric);
        parameters.put("step", step);
        parameters.put("agg", aggregation);
        parameters.put("format", format);
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }
}
