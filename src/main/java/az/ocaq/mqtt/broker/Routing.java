package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
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
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Artemis route many topics well: puts a {@link TopicFolder} into each connection, tells the folding which
 * subscriptions there are, and keeps the messages of a connection in order. Before the server has subscribed for the first
 * time, it lets nobody else in: what they publish would be acknowledged and kept for nobody.
 */
final class Routing implements ActiveMQServerPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);
    private static final String WILLS = ConnectRewriting.WILLS.replace('/', '.');

    private final TopicFolding folding = new TopicFolding();
    private final AtomicBoolean loaded = new AtomicBoolean();
    private final BrokerSecurity security;
    private final DiskRoom room;
    private volatile boolean open;
    private @Nullable ActiveMQServer server;
    private @Nullable RetainedMessages retained;
    private @Nullable Bound bound;

    Routing(BrokerSecurity security, DiskRoom room) {
        this.security = security;
        this.room = room;
        this.open = !security.servesServer();
    }

    @Override
    public void registered(ActiveMQServer registeredAt) {
        server = registeredAt;
        retained = new RetainedMessages(registeredAt);
        bound = new Bound(registeredAt);
    }

    @Override
    public void afterCreateConnection(RemotingConnection connection) {
        loadDurableSubscriptions();
        if (connection.getTransportConnection() instanceof NettyConnection netty) {
            var pipeline = netty.getChannel().pipeline();
            String broker = pipeline.context(MQTTProtocolHandler.class).name();
            pipeline.addBefore(broker, "topics", new TopicFolder(folding, new Client(connection)));
        }
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        add(queue);
        bound().forget();
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
            boolean noAutoCreateQueue)
            throws ActiveMQException {
        server().getStorageManager().setContext(session.getSessionContext());
        try {
            bound().require(message.getAddressSimpleString());
            ByteBuf body = body(message);
            boolean will = message.getAddress().equals(WILLS);
            boolean special = will ? !saidGoodbye(session) : Envelope.isRetained(body);
            if (Envelope.isWrapped(body) && special) {
                handle(message, body, will);
            }
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) { // of any other Artemis takes no notice, and would acknowledge
            throw new ActiveMQException(
                    "a message cannot be kept: " + e.getMessage(), e, ActiveMQExceptionType.INTERNAL_ERROR);
        }
    }

    /** Artemis takes the end of a connection at once and a DISCONNECT in its turn, and then publishes the will all the same. */
    private static boolean saidGoodbye(ServerSession session) {
        return session.getRemotingConnection().getTransportConnection() instanceof NettyConnection netty
                && TopicFolder.saidGoodbye(netty.getChannel());
    }

    private void handle(Message message, ByteBuf body, boolean will) throws Exception {
        boolean isRetained = Envelope.isRetained(body);
        String topic = Envelope.open(body);
        if (isRetained) {
            retained().keep(message, topic);
        }
        if (will) {
            Message copy = message.copy(server().getStorageManager().generateID());
            copy.setAddress(MQTTUtil.getCoreAddressFromMqttTopic(folding.fold(topic), wildcards()));
            bound().require(copy.getAddressSimpleString());
            var unused = server().getPostOffice().route(copy, new RoutingContextImpl(null), false);
        }
    }

    private static ByteBuf body(Message message) {
        if (message.isLargeMessage()) {
            return message.toCore().getDataBuffer().byteBuf().duplicate();
        }
        ByteBuf whole = message.toCore().getBodyBuffer().byteBuf();
        return whole.slice(CoreMessage.BODY_OFFSET, whole.writerIndex() - CoreMessage.BODY_OFFSET);
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
                    .map(binding -> ((QueueBinding) binding).getQueue())
                    .forEach(this::load);
        }
    }

    private void load(Queue queue) {
        add(queue);
        open |= queue.isDurable() && !queue.getAddress().toString().startsWith("$");
    }

    private void add(Queue queue) {
        String address = queue.getAddress().toString();
        if (!address.startsWith("$")) {
            folding.add(queue.getName().toString(), MQTTUtil.getMqttTopicFromCoreAddress(address, wildcards()));
        }
    }

    private WildcardConfiguration wildcards() {
        return server().getConfiguration().getWildcardConfiguration();
    }

    private RetainedMessages retained() {
        return Objects.requireNonNull(retained);
    }

    private Bound bound() {
        return Objects.requireNonNull(bound);
    }

    private ActiveMQServer server() {
        return Objects.requireNonNull(server);
    }

    /** What a connection's folder asks, and the retained messages for its new subscriptions. */
    private final class Client implements TopicFolder.Broker {
        private final RemotingConnection connection;
        private final Executor executor = server().getExecutorFactory().getExecutor();

        Client(RemotingConnection connection) {
            this.connection = connection;
        }

        @Override
        public boolean mayPublish(String user, String topic) {
            return security.mayPublish(user, topic);
        }

        @Override
        public boolean mayUse(String user, String clientId) {
            return security.mayUse(user, clientId);
        }

        @Override
        public boolean isOpenTo(String user) {
            return open || security.isServer(user);
        }

        @Override
        public void subscribed(String user) {
            open |= security.isServer(user);
        }

        @Override
        public void acknowledges() {
            room.require();
        }

        @Override
        public boolean exists(String filter) {
            return queue(filter) != null;
        }

        @Override
        public void accepted(String filter) {
            executor.execute(() -> {
                Queue queue = queue(filter);
                try {
                    if (queue != null) {
                        retained().replay(filter, queue, folding);
                    }
                } catch (Exception e) { // Artemis declares nothing narrower
                    LOG.warn("client={} gets no retained messages: {}", connection.getClientID(), e.getMessage());
                }
            });
        }

        private @Nullable Queue queue(String filter) {
            String client = String.valueOf(connection.getClientID());
            return server().locateQueue(MQTTUtil.getCoreQueueFromMqttTopic(filter, client, wildcards()));
        }
    }
}
