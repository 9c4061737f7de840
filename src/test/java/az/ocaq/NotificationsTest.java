package az.ocaq;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.Test;

/** How messages leave. */
final class NotificationsTest {
    @Test
    void client_addressesOfAHostThatHang_keepNoOtherWaiting() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = done(vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (request.path().equals("/ok")) {
                            var unused = request.response().end();
                        }
                    })
                    .listen(0, "127.0.0.1"));
            HttpClient client = Notifications.client(vertx);
            for (int i = 0; i < 20; i++) {
                var unused = get(client, server, "/hang");
            }

            assertThat(done(get(client, server, "/ok")).statusCode()).isEqualTo(200);
        } finally {
            done(vertx.close());
        }
    }

    private static Future<HttpClientResponse> get(HttpClient client, HttpServer server, String path) {
        return client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                .compose(request -> request.send());
    }
}
