package az.ocaq;

import static az.ocaq.Futures.done;

import az.ocaq.access.Actor;
import az.ocaq.access.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What an operator of one settlement sees of a running server, over its API. */
final class OperatorClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private String cookie = "";

    private OperatorClient(URI address) {
        this.address = address;
    }

    /** Makes the account of an operator and signs in. */
    static OperatorClient signIn(Village village, String settlement) throws Exception {
        done(village.accounts()
                .create(
                        new Actor("operator", Role.OPERATOR, Set.of(settlement), Set.of(), Optional.empty()),
                        "correct horse"));
        return signInAgain(village);
    }

    /** Signs in with the account that was made before. */
    static OperatorClient signInAgain(Village village) throws Exception {
        return signIn(village.address(), "operator", "correct horse");
    }

    /** Signs in with an account that is there. */
    static OperatorClient signIn(URI address, String user, String password) throws Exception {
        OperatorClient client = new OperatorClient(address);
        JsonObject body = new JsonObject().put("username", user).put("password", password);
        HttpResponse<String> answer = client.http.send(
                client.request("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        client.cookie = answer.headers().allValues("Set-Cookie").stream()
                .map(it -> it.split(";", 2)[0])
                .reduce((first, second) -> first + "; " + second)
                .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()));
        return client;
    }

    /** The standing alarms of a rule. */
    List<JsonObject> alarms(String rule) throws IOException, InterruptedException {
        return items(get("/api/v1/alarms?limit=5000"))
                .filter(it -> it.getString("rule").equals(rule))
                .toList();
    }

    /** The standing alarms, as {@code rule@device}. */
    List<String> alarms() throws IOException, InterruptedException {
        return items(get("/api/v1/alarms?limit=5000"))
                .map(it -> it.getString("rule") + "@" + it.getString("device"))
                .toList();
    }

    /** What happened to an alarm, oldest first. */
    List<String> journal(long alarm) throws IOException, InterruptedException {
        return new JsonObject(get("/api/v1/alarms/" + alarm))
                .getJsonArray("journal").stream()
                        .map(it -> ((JsonObject) it).getString("kind"))
                        .toList();
    }

    int ready() throws IOException, InterruptedException {
        return http.send(request("/health/ready").build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A line of {@code /metrics}, by its name with labels. */
    double metric(String name) throws IOException, InterruptedException {
        return http.send(request("/metrics").build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The alarms that the event stream shows from now on, as {@code rule state}. */
    List<String> follow() {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<HttpResponse<Stream<String>>> stream =
                http.sendAsync(request("/api/v1/live?events=alarm").build(), HttpResponse.BodyHandlers.ofLines());
        var unusedHead = stream.join();
        var unused = stream.thenAcceptAsync(response -> response.body()
                .filter(line -> line.startsWith("data: "))
                .map(line -> new JsonObject(line.substring("data: ".length())))
                .forEach(it -> seen.add(it.getString("rule") + " " + it.getString("state"))));
        return seen;
    }

    private static Stream<JsonObject> items(String body) {
        return new JsonObject(body).getJsonArray("items").stream().map(JsonObject.class::cast);
    }

    /** What a path answers, which must be found. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(address + path));
        return cookie.isEmpty() ? builder : builder.header("Cookie", cookie);
    }
}
