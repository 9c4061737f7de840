package az.ocaq.cli;

import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the commands that publish share: they wait, on the main thread, for what happens on others. */
final class Publishing {
    private Publishing() {}

    /** A connected publisher; fails with a sentence when the broker cannot be reached. */
    static MqttPublisher connect(Vertx vertx, PublisherSettings settings, long seconds) throws InterruptedException {
        MqttPublisher publisher = new MqttPublisher(vertx, settings);
        await(publisher.connect(), seconds, TimeUnit.SECONDS, "no connection to the broker at " + settings.url());
        return publisher;
    }

    static <T> T await(Future<T> future, long amount, TimeUnit unit) throws InterruptedException {
        return await(future, amount, unit, "failed");
    }

    static <T> T await(Future<T> future, long amount, TimeUnit unit, String what) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(amount, unit);
        } catch (ExecutionException e) {
            throw new CommandException(
                    what + ": " + Optional.ofNullable(e.getCause()).orElse(e).getMessage(), e);
        } catch (TimeoutException e) {
            throw new CommandException(what + ": no answer in " + amount + " s", e);
        }
    }
}
