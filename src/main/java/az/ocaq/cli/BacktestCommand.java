package az.ocaq.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ocaq rules backtest}: what a rule would have said of the stored readings. */
@Command(
        name = "backtest",
        mixinStandardHelpOptions = true,
        description = "Says how often and when a rule would have raised on the stored readings.")
public final class BacktestCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssX").withZone(ZoneOffset.UTC);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataServer data = new DataServer();

    @Option(names = "--rule", paramLabel = "FILE", required = true, description = "The rule as edited (YAML or JSON).")
    private Path rule = Path.of("");

    @Option(names = "--id", paramLabel = "R", description = "Which rule, when the file has several.")
    private @Nullable String id;

    @Option(names = "--from", paramLabel = "T", required = true, description = "First time, ISO 8601.")
    private String from = "";

    @Option(names = "--to", paramLabel = "T", required = true, description = "Time to stop before.")
    private String to = "";

    /** Prints the sentence, the devices and the occurrences; fails with what is wrong with the rule. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonObject question = new JsonObject()
                .put("rule", Files.readString(rule))
                .put("id", id)
                .put("from", millis("--from", from))
                .put("to", millis("--to", to));
        data.write("backtest", (server, token) -> print(ask(server, token, question)));
        return 0;
    }

    private long millis(String option, String text) {
        Optional<Instant> time = Times.parse(text);
        return time.orElseThrow(() -> new CommandLine.ParameterException(
                        Optional.ofNullable(spec).orElseThrow().commandLine(),
                        option + ": '" + text + "' is no time such as 2026-01-31T12:00:00Z"))
                .toEpochMilli();
    }

    private JsonObject ask(URI server, String token, JsonObject question) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/v1/rules/backtest"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.encode()))
                .build();
        HttpResponse<String> answer = data.http().send(request, HttpResponse.BodyHandlers.ofString());
        JsonObject json = new JsonObject(answer.body());
        if (answer.statusCode() != DataServer.OK) {
            throw new CommandException(json.getString("detail", answer.body()));
        }
        return json;
    }

    private static void print(JsonObject result) {
        System.out.println(result.getString("sentence"));
        System.out.println();
        result.getJsonArray("devices").forEach(it -> {
            JsonObject device = (JsonObject) it;
            System.out.printf(
                    Locale.ROOT,
                    "%6d times, %d short, %s in all  %s%n",
                    device.getInteger("raised"),
                    device.getInteger("short"),
                    Duration.ofSeconds(device.getLong("seconds")),
                    device.getString("device"));
        });
        System.out.println();
        String unit = result.getString("unit");
        result.getJsonArray("occurrences").forEach(it -> {
            JsonObject occurrence = (JsonObject) it;
            Long end = occurrence.getLong("to");
            Double value = occurrence.getDouble("value");
            System.out.printf(
                    Locale.ROOT,
                    "%s  %s  %-10s %-8s %s %s%n",
                    TIME.format(Instant.ofEpochMilli(occurrence.getLong("from"))),
                    end == null ? "goes on             " : TIME.format(Instant.ofEpochMilli(end)),
                    Duration.ofSeconds(occurrence.getLong("seconds")),
                    occurrence.getString("priority"),
                    occurrence.getString("device"),
                    value == null ? "" : String.format(Locale.ROOT, "%.4g %s", value, unit));
        });
        if (result.getInteger("left_out") > 0) {
            System.out.println("and " + result.getInteger("left_out") + " more");
        }
    }
}
