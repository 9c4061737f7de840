package az.ocaq.cli;

import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import az.ocaq.simulation.Publisher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The gateways of a simulated fleet: each settlement publishes through one of several connections, so that what a device
 * says stays in order. Devices that speak another convention than ours share the first.
 */
final class Connections implements Publisher {
    private static final String NATIVE = "village/";
    private static final int PATIENCE_SECONDS = 30;

    private final List<MqttPublisher> publishers = new ArrayList<>();

    /** Connects all of them; fails with a sentence when one of them does not come about. */
    Connections(Vertx vertx, String url, String clientId, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            String id = i == 0 ? clientId : clientId + '-' + i;
            publishers.add(Publishing.connect(vertx, PublisherSettings.of(url, id), PATIENCE_SECONDS));
        }
    }

    @Override
    public Future<Void> publish(String topic, byte[] payload, boolean retained) {
        return publishers.get(gateway(topic)).publish(topic, payload, retained);
    }

    private int gateway(String topic) {
        if (publishers.size() == 1 || !topic.startsWith(NATIVE)) {
            return 0;
        }
        int end = topic.indexOf('/', NATIVE.length());
        return Math.floorMod(topic.substring(NATIVE.length(), end).hashCode(), publishers.size());
    }

    /** Waits for what is pending, then says goodbye. */
    void close() throws InterruptedException {
        for (MqttPublisher publisher : publishers) {
            Publishing.await(publisher.close(), 15, TimeUnit.SECONDS);
        }
    }
}
