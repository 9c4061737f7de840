package az.ocaq.mqtt;

import az.ocaq.measurement.Message;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of subscribers that are no longer wanted since there are fewer of them: the broker would go on giving them their
 * share. Each is looked for, subscribed to nothing any more and emptied; once all are empty they end.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final DurableSessions durable;
    private final Receiver receiver;
    private final Deque<Session> sessions = new ArrayDeque<>();
    private boolean closed;

    Leftovers(DurableSessions durable, Receiver receiver) {
        this.durable = durable;
        this.receiver = receiver;
    }

    /** Looks for them, in the order of their numbers, until there is none. On the context. */
    void find() {
        find(durable.settings().subscribers() + 1);
    }

    /** Disconnects; sessions that are not empty stay at the broker for the next time. */
    Future<Void> close() {
        Promise<Void> all = Promise.promise();
        durable.context().runOnContext(ignored -> {
            closed = true;
            Future.join(sessions.stream().map(Session::close).toList())
                    .<Void>mapEmpty()
                    .onComplete(all);
        });
        return all.future();
    }

    private void find(int number) {
        if (closed || number > MqttSettings.MOST_SUBSCRIBERS) {
            watch();
            return;
        }
        Session session = new Session(number);
        sessions.addLast(session);
        session.start()
                .onSuccess(kept -> {
                    if (kept) {
                        LOG.info("client={} state=emptied a subscriber of earlier settings", session.clientId);
                        find(number + 1);
                    } else {
                        remove(session);
                        watch();
                    }
                })
                .onFailure(failure -> {
                    LOG.debug("client={} is not looked for", session.clientId, failure);
                    sessions.remove(session);
                    var unused = session.close();
                    watch();
                });
    }

    /** From the last to the first: what is left when the server stops meanwhile is found again. */
    private void watch() {
        if (closed || sessions.isEmpty()) {
            return;
        }
        var unused = durable.vertx().setTimer(durable.waits().quiet().toMillis(), ignored -> {
            boolean quiet = sessions.stream().map(Session::takeQuiet).reduce(true, Boolean::logicalAnd);
            if (quiet && !closed) {
                remove(sessions.getLast());
            }
            watch();
        });
    }

    private void remove(Session session) {
        sessions.remove(session);
        var unused = session.link.closeWithSession();
    }

    /** One session, connected to be emptied. */
    private final class Session implements Link.User, Receiver {
        private final String clientId;
        private final Link link;
        private final Held held = durable.held();
        private boolean known;
        private boolean heard;

        Session(int number) {
            this.clientId = durable.settings().clientId(number);
            this.link = durable.link(number, this);
        }

        /** Whether there is such a session. */
        Future<Boolean> start() {
            return link.start().map(done -> known);
        }

        Future<Void> close() {
            held.close();
            return link.close();
        }

        /** Whether it is connected, nothing of it is being kept, and nothing came since this was asked before. */
        boolean takeQuiet() {
            boolean quiet = !heard && held.isNone() && link.isConnected();
            heard = false;
            return quiet;
        }

        @Override
        public void prepare(MqttAsyncClient client) {
            durable.handOver(client, link, this, held);
        }

        @Override
        public Future<Void> up(Link.Connection connection) {
            heard = true;
            known |= connection.resumed();
            List<String> all = Stream.concat(
                            durable.settings().topics().stream(), durable.settings().sharedTopics().stream())
                    .toList();
            return connection.resumed() ? Subscriber.unsubscribe(connection.client(), all) : Future.succeededFuture();
        }

        @Override
        public void down() {
            heard = true;
        }

        @Override
        public void received(List<Message> messages, Runnable acknowledge) {
            heard = true;
            receiver.received(messages, acknowledge);
        }

        @Override
        public void renewed() {
            receiver.renewed();
        }

        @Override
        public void connected(boolean connected) {
            // whether old sessions are connected is of no interest to anybody
        }
    }
}
