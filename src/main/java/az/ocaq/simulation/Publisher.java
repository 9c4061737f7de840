package az.ocaq.simulation;

import io.vertx.core.Future;

/** Where the messages of simulated and recorded devices go. */
@FunctionalInterface
public interface Publisher {
    /** Publishes a message; completes when it is safe with the receiver. May be called from any thread. */
    Future<Void> publish(String topic, byte[] payload, boolean retained);
}
