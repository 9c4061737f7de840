package az.ocaq.cli;

import az.ocaq.Installation;
import az.ocaq.Village;
import az.ocaq.access.TemporaryToken;
import az.ocaq.database.Database;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The server on some data: the running one, or, when none runs, one that is started for as long as a command takes. */
final class DataServer {
    static final int OK = 200;

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(
            names = "--data-dir",
            paramLabel = "D",
            description = "Data of which server (default: that of the settings, else the demo's).")
    private @Nullable Path dataDirectory;

    private final HttpClient http = HttpClient.newHttpClient();

    /** What a command does with the server's API. */
    interface Work {
        void run(URI server, String token) throws IOException, InterruptedException;
    }

    /** A token for one piece of work. */
    private interface TokenSource {
        io.vertx.core.Future<TemporaryToken> make(Vertx vertx, Database database, Clock clock);
    }

    HttpClient http() {
        return http;
    }

    /** Runs work that only reads; {@code purpose} is a word that the audit log shows. */
    void read(String purpose, Work work) throws IOException, InterruptedException {
        run((vertx, database, clock) -> TemporaryToken.make(vertx, database, clock, purpose), work);
    }

    /** Runs work that asks more than reading. */
    void write(String purpose, Work work) throws IOException, InterruptedException {
        run((vertx, database, clock) -> TemporaryToken.makeWriting(vertx, database, clock, purpose), work);
    }

    private void run(TokenSource tokens, Work work) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("OCAQ_DATA_DIR", data(environment).toString());
        Installation installation = Installation.load(config.path(), environment);
        Optional<URI> running = installation.runningServer().filter(this::answers);
        if (running.isPresent()) {
            run(running.get(), installation, tokens, work);
            return;
        }
        environment.put("OCAQ_HTTP_PORT", "0");
        environment.put("OCAQ_MQTT_PORT", "0");
        Installation quiet = Installation.load(config.path(), environment);
        try (Village village = Village.start(quiet, Clock.systemUTC())) {
            run(village.address(), quiet, tokens, work);
        }
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

    private static void run(URI server, Installation installation, TokenSource tokens, Work work)
            throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (Database database = installation.openDatabase(vertx)) {
            TemporaryToken token =
                    Publishing.await(tokens.make(vertx, database, Clock.systemUTC()), 60, TimeUnit.SECONDS);
            try {
                work.run(server, token.text());
            } finally {
                Publishing.await(token.giveBack(), 60, TimeUnit.SECONDS);
            }
        } finally {
            Publishing.await(vertx.close(), 60, TimeUnit.SECONDS);
        }
    }
}
