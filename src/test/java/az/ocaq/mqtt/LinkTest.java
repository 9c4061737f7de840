package az.ocaq.mqtt;

import static az.ocaq.Futures.done;
import static org.awaitility.Awaitility.await;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class LinkTest {
    /** As Artemis leaves a subscription now and then while another client takes the session over. */
    @Test
    void requestThatIsNeverAnswered_onALineThatLives_isGivenUpAndTriedAgain(@TempDir Path directory) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"))) {
            AtomicInteger ups = new AtomicInteger();
            AtomicInteger downs = new AtomicInteger();
            Link.User user = new Link.User() {
                @Override
                public void prepare(MqttAsyncClient client) {}

                @Override
                public Future<Void> up(Link.Connection connection) {
                    return ups.incrementAndGet() == 1 ? Promise.<Void>promise().future() : Future.succeededFuture();
                }

                @Override
                public void down() {
                    downs.incrementAndGet();
                }
            };
            Link link = new Link(
                    vertx, vertx.getOrCreateContext(), broker.url(), "link", new MqttConnectionOptions(), user, 3_000);

            Future<Void> first = link.start();

            await().until(first::failed);
            await().until(() -> ups.get() >= 2);
            await().until(() -> downs.get() >= 1);
            done(link.close());
        } finally {
            done(vertx.close());
        }
    }
}
