package az.ocaq.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
    @Mixin
    private DataServer data = new DataServer();

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

    /** Prints to the end; fails with a sentence when the server refuses. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        data.read("export", this::print);
        return 0;
    }

    private void print(URI server, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/api/v1/export?" + query()))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<InputStream> response = data.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != DataServer.OK) {
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
