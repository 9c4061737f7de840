package az.ocaq.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A probe's way to the answer of the API. */
final class ReadableValues implements Probe.Way {
    private static final String DEVICE = Probe.SETTLEMENT + "/home/meter";

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest latest;

    ReadableValues(URI server, String token) {
        this.latest = HttpRequest.newBuilder(server.resolve("/api/v1/devices/" + DEVICE + "/latest"))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public String device(int number) {
        return DEVICE;
    }

    @Override
    public boolean arrived(int number, long value) throws InterruptedException {
        try {
            String body =
                    http.send(latest, HttpResponse.BodyHandlers.ofString()).body();
            return body.contains("\"value\":" + (double) value);
        } catch (IOException e) {
            throw new IllegalStateException("the API does not answer", e);
        }
    }
}
