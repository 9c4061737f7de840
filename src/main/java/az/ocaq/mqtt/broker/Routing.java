package az.ocaq.mqtt.broker;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/**
 * Makes Artemis route many topics well: puts a {@link TopicFolder} into each connection, tells the folding which
 * subscriptions there are, and keeps the messages of a connection in order.
 */
final class Routing implements ActiveMQServerPlugin {
    private final TopicFolding folding = new TopicFolding();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private @Nullable ActiveMQServer server;

    @Override
    public void registered(ActiveMQServer registeredAt) {
        server = registeredAt;
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        loadDurableSubscriptions();
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            var pipeline = netty.getChannel().pipeline();
            String broker = pipeline.context(MQTTProtocolHandler.class).name();
            pipeline.addBefore(broker, "topics", new TopicFolder(folding));
        }
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        add(queue);
    }

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            @Nullable SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress) {
        folding.remove(queue.getName().toString());
    }

    /**
     * Artemis completes a message's storage in the context of whatever thread it runs on, so that two messages of one
     * connection can overtake each other; the session's own context keeps them in line.
     */
    @Override
    public void beforeSend(
            ServerSession session,
            @Nullable Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue) {
        server().getStorageManager().setContext(session.getSessionContext());
    }

    /** Likewise on the way out. */
    @Override
    public void beforeDeliver(ServerConsumer consumer, MessageReference reference) {
        ServerSession session = server().getSessionByID(consumer.getSessionID());
        if (session != null) {
            server().getStorageManager().setContext(session.getSessionContext());
        }
    }

    /** Artemis does not tell about queues that it takes from its journal. They are there before it listens. */
    private synchronized void loadDurableSubscriptions() {
        if (loaded.compareAndSet(false, true)) {
            server().getPostOffice()
                    .getAllBindings()
                    .filter(QueueBinding.class::isInstance)
                    .forEach(binding -> add(((QueueBinding) binding).getQueue()));
        }
    }

    private void add(Queue queue) {
        WildcardConfiguration wildcards = server().getConfiguration().getWildcardConfiguration();
        String address = queue.getAddress().toString();
        if (!address.startsWith("$")) {
            folding.add(queue.getName().toString(), MQTTUtil.getMqttTopicFromCoreAddress(address, wildcards));
        }
    }

    private ActiveMQServer server() {
        return Objects.requireNonNull(server);
    }
}
