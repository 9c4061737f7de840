package az.ocaq.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/** Sends who comes without encryption to the same page with it. What would change something is refused: it was readable. */
final class HttpsRedirect {
    private final int port;

    HttpsRedirect(int port) {
        this.port = port;
    }

    void handle(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!read || asked == null || !request.uri().startsWith("/")) {
            var unused = request.response()
                    .setStatusCode(403)
                    .putHeader("Connection", "close")
                    .end();
            return;
        }
        String there = "https://" + asked.host() + (port == 443 ? "" : ":" + port) + request.uri();
        var unused = request.response()
                .setStatusCode(308)
                .putHeader("Location", there)
                .putHeader("Connection", "close")
                .end();
    }
}
