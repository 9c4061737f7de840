package az.ocaq.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A probe's way to an alarm on the operator's page: every device raises one, and the live stream tells it, which it does
 * once the alarm and its messages are in the database.
 */
final class RaisedAlarms implements Probe.Way {
    private static final Pattern DEVICE = Pattern.compile("\"device\":\"(" + Probe.SETTLEMENT + "/[^\"]+)\"");

    private final Set<String> raised = ConcurrentHashMap.newKeySet();

    /** Opens the live stream of a server that runs with a {@link LoadFleet}; returns when the stream is open. */
    RaisedAlarms(URI server, String token) {
        HttpRequest request = HttpRequest.newBuilder(
                        server.resolve("/api/v1/live?events=alarm&settlement=" + Probe.SETTLEMENT))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<java.util.stream.Stream<String>> response;
        try {
            response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the live stream answers " + response.statusCode());
        }
        var unused = CompletableFuture.runAsync(() -> response.body().forEach(this::read));
    }

    @Override
    public String device(int number) {
        return Probe.SETTLEMENT + "/home-" + number + "/meter";
    }

    @Override
    public boolean arrived(int number, long value) {
        return raised.contains(device(number));
    }

    private void read(String line) {
        Matcher matcher = DEVICE.matcher(line);
        if (matcher.find()) {
            raised.add(matcher.group(1));
        }
    }
}
