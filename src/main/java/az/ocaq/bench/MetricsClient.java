package az.ocaq.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads counters from a server's {@code /metrics}. */
final class MetricsClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    MetricsClient(URI server) {
        this.request = HttpRequest.newBuilder(server.resolve("/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
    }

    /** How many messages the server is done with. */
    long taken() {
        return value("ocaq_messages_acknowledged_total");
    }

    /** How many messages wait in the embedded broker. */
    long backlog() {
        return value("ocaq_broker_backlog");
    }

    /** The present value of a counter or gauge without tags; 0 when the server has none of this name. */
    private long value(String name) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
