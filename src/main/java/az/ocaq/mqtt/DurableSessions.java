package az.ocaq.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * What the sessions of this server at its broker have in common: each stays at the broker while its connection is away, and is
 * acknowledged by hand.
 *
 * @param context event-loop context on which messages are handed over
 * @param mostHeld bytes of messages that one session may hold
 */
record DurableSessions(Vertx vertx, Context context, MqttSettings settings, Clock clock, long mostHeld, Waits waits) {
    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    /** A connection to the session with a number, from 1. */
    Link link(int number, Link.User user) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(false);
        options.setSessionExpiryInterval(NEVER_EXPIRES);
        options.setReceiveMaximum(settings.receiveMaximum());
        Link.identify(options, settings.url(), settings.user(), settings.password(), settings.tls());
        return new Link(vertx, context, settings.url(), settings.clientId(number), options, user);
    }

    /** What one session may hold. */
    Held held() {
        return new Held(mostHeld, waits.room());
    }

    /** Has a new client of a link hand over what comes. */
    void handOver(MqttAsyncClient client, Link link, Receiver receiver, Held held) {
        client.setManualAcks(true);
        client.setCallback(new Inbox(client, context, receiver, clock, held, reason -> link.lost(client, reason)));
    }
}
