package az.ocaq.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** Asks a server's API what people's pages ask, and prints how long the answers take. Blocks. */
final class Questions {
    private static final int TIMES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String token;
    private final PrintStream out;

    Questions(URI server, String token, PrintStream out) {
        this.server = server;
        this.token = token;
        this.out = out;
    }

    /** Asks once, as after a start, then again and again. */
    void time(String what, String path) throws IOException, InterruptedException {
        double[] milliseconds = new double[TIMES];
        int bytes = 0;
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            bytes = get(path).length();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = milliseconds[0];
        Arrays.sort(milliseconds);
        out.printf(
                Locale.ROOT,
                "%s: %.0f ms, the first time %.0f ms (%d kB)%n",
                what,
                milliseconds[TIMES / 2],
                first,
                bytes >> 10);
    }

    /** Asks for a list to its last page, as after a start, then again and again. */
    void timePages(String what, String path) throws IOException, InterruptedException {
        double[] milliseconds = new double[TIMES];
        int items = 0;
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            items = pages(path);
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        double first = milliseconds[0];
        Arrays.sort(milliseconds);
        out.printf(
                Locale.ROOT,
                "%s: %d in %.0f ms, the first time %.0f ms%n",
                what,
                items,
                milliseconds[TIMES / 2],
                first);
    }

    private int pages(String path) throws IOException, InterruptedException {
        int items = 0;
        String after = "";
        while (after != null) {
            JsonObject page = new JsonObject(get(path + after));
            items += page.getJsonArray("items").size();
            String next = page.getString("next");
            after = next == null ? null : "&after=" + next;
        }
        return items;
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }
}
