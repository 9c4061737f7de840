package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class HeartbeatTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer watcher;

    @BeforeEach
    void start() throws Exception {
        watcher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        watcher.createContext("/", exchange -> {
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        watcher.start();
    }

    @AfterEach
    void stop() {
        watcher.stop(0);
    }

    @Test
    void server_beatsAgainAndAgain_untilItIsStopped(@TempDir Path folder) throws Exception {
        Map<String, String> environment = Map.of(
                "OCAQ_DATA_DIR", folder.resolve("data").toString(),
                "OCAQ_HTTP_PORT", "0",
                "OCAQ_MQTT_PORT", "0",
                "OCAQ_HEARTBEAT_URL", address() + "ping/a1?from=ocaq",
                "OCAQ_HEARTBEAT_EVERY", "1s");
        Village village = Village.start(
                Installation.load(Path.of("config/ocaq.yaml"), environment, List.of("aghali")), Clock.systemUTC());
        try {
            await().until(() -> heard.size() >= 2);
        } finally {
            village.close();
        }

        assertThat(heard).containsOnly("GET /ping/a1?from=ocaq");
    }

    @Test
    void beat_onlyWhileReady_andGoesOnAfterAWatcherInTrouble() throws Exception {
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        AtomicBoolean ready = new AtomicBoolean();
        Heartbeat heartbeat = new Heartbeat(vertx, URI.create(address()), ready::get);
        try {
            var unusedBeat = beat(context, heartbeat);
            int unused = new URI(address() + "other")
                    .toURL()
                    .openConnection()
                    .getInputStream()
                    .read();
            assertThat(heard).as("while it is not ready").containsExactly("GET /other");

            ready.set(true);
            status.set(503);
            await().until(() -> beat(context, heartbeat) && heard.size() > 1);
            status.set(200);
            int before = heard.size();
            await().until(() -> beat(context, heartbeat) && heard.size() > before);
        } finally {
            Running.await(heartbeat.close());
            Running.await(vertx.close());
        }
    }

    private String address() {
        return "http://127.0.0.1:" + watcher.getAddress().getPort() + "/";
    }

    private static boolean beat(Context context, Heartbeat heartbeat) {
        return Running.awaitOn(context, () -> {
            heartbeat.beat();
            return Future.succeededFuture(true);
        });
    }
}
