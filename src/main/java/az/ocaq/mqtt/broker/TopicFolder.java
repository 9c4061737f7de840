package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between codec and broker in one connection's pipeline: a message comes in under its folded topic in an
 * {@link Envelope}, and goes out as it was published. Runs on the connection's event loop.
 */
final class TopicFolder extends ChannelDuplexHandler {
    private static final int HIGHEST_QOS = 2;
    private static final long SECONDS_TO_CONNECT = 10;
    private static final byte DISCONNECT_WITH_WILL = 0x04;
    private static final AttributeKey<Boolean> SAID_GOODBYE = AttributeKey.valueOf("ocaq.goodbye");
    private static final Logger LOG = LoggerFactory.getLogger(TopicFolder.class);

    private final TopicFolding folding;
    private final Broker broker;
    private String user = "";
    private boolean introduced;
    private final Map<Integer, List<Wanted>> subscribing = new HashMap<>();

    /** The broker behind, as one connection sees it. */
    interface Broker {
        boolean mayPublish(String user, String topic);

        boolean mayUse(String user, String clientId);

        /** Whether what a user publishes would be kept. */
        boolean isOpenTo(String user);

        /** The broker has accepted a subscription of a user. */
        void subscribed(String user);

        /** Whether this client has a subscription already. */
        boolean exists(String filter);

        /** A published message is about to be acknowledged. */
        void acknowledges();

        /** The broker has accepted a subscription that wants retained messages. */
        void accepted(String filter);
    }

    /** A filter that is being subscribed, and whether retained messages are to come. */
    private record Wanted(String filter, boolean retained) {}

    TopicFolder(TopicFolding folding, Broker broker) {
        this.folding = folding;
        this.broker = broker;
    }

    /** The broker's own patience ends with the first bytes of a CONNECT: who never sends the rest would stay for ever. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var unused = context.executor()
                .schedule(
                        () -> {
                            if (!introduced && context.channel().isActive()) {
                                LOG.warn(
                                        "client={} does not connect: closed",
                                        context.channel().remoteAddress());
                                var unusedToo = context.close();
                            }
                        },
                        SECONDS_TO_CONNECT,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof MqttMessage packet && packet.decoderResult().isSuccess()) {
            Optional<String> wrong = wrong(packet);
            if (wrong.isPresent()) {
                LOG.warn("client={} {}: connection closed", context.channel().remoteAddress(), wrong.get());
                ReferenceCountUtil.release(message);
                var unused = context.close();
                return;
            }
            if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
                if (isWithWill(packet)) {
                    // Artemis forgets the will with any DISCONNECT, and publishes it when the connection just ends
                    ReferenceCountUtil.release(message);
                    var unused = context.close();
                    return;
                }
                context.channel().attr(SAID_GOODBYE).set(true);
            }
            super.channelRead(context, inward(context, packet));
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof MqttPublishMessage publish) {
            super.write(context, opened(publish), promise);
            return;
        }
        if (message instanceof MqttMessage packet
                && isTaken(packet.fixedHeader().messageType())) {
            broker.acknowledges();
        }
        super.write(context, message, promise);
        if (message instanceof MqttSubAckMessage answer) {
            accept(answer);
        }
    }

    /** Whether it tells a publisher that the broker has its message. */
    private static boolean isTaken(MqttMessageType type) {
        return type == MqttMessageType.PUBACK || type == MqttMessageType.PUBREC || type == MqttMessageType.PUBCOMP;
    }

    private Optional<String> wrong(MqttMessage message) {
        if (message instanceof MqttPublishMessage publish
                && isReserved(publish.variableHeader().topicName())) {
            return Optional.of("publishes under a reserved topic");
        }
        if (message instanceof MqttSubscribeMessage subscribe
                && subscribe.payload().topicSubscriptions().stream().anyMatch(it -> isReserved(it.topicFilter()))) {
            return Optional.of("subscribes to a reserved topic");
        }
        return message instanceof MqttConnectMessage connect ? wrong(connect) : Optional.empty();
    }

    /** What comes under such topics is believed to have been looked at here: envelopes of others among it. */
    private static boolean isReserved(String topic) {
        return topic.startsWith(ConnectRewriting.RESERVED) || TopicFolding.marked(topic);
    }

    private Optional<String> wrong(MqttConnectMessage connect) {
        String who = user(connect);
        if (!broker.isOpenTo(who)) {
            return Optional.of("comes before the server has subscribed");
        }
        if (!broker.mayUse(who, connect.payload().clientIdentifier())) {
            return Optional.of("uses the server's client identifier");
        }
        return connect.variableHeader().isWillFlag() && !mayLeave(who, connect.payload())
                ? Optional.of("has a will that it may not publish")
                : Optional.empty();
    }

    /** MQTT 5 section 3.14.2.1: a client may also ask for its will with the goodbye. */
    private static boolean isWithWill(MqttMessage disconnect) {
        return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() == DISCONNECT_WITH_WILL;
    }

    /** Whether a client has said goodbye, which the end of its connection may overtake on the way through the broker. */
    static boolean saidGoodbye(Channel channel) {
        return channel.hasAttr(SAID_GOODBYE);
    }

    private static String user(MqttConnectMessage connect) {
        return Optional.ofNullable(connect.payload().userName()).orElse("");
    }

    private boolean mayLeave(String who, MqttConnectPayload payload) {
        String topic = payload.willTopic();
        return !isReserved(topic) && broker.mayPublish(who, topic);
    }

    private MqttMessage inward(ChannelHandlerContext context, MqttMessage message) {
        if (message instanceof MqttPublishMessage publish) {
            return wrapped(context, publish);
        }
        if (message instanceof MqttConnectMessage connect) {
            user = user(connect);
            introduced = true;
            return ConnectRewriting.rewritten(connect);
        }
        if (message instanceof MqttSubscribeMessage subscribe) {
            List<Wanted> wanted = subscribe.payload().topicSubscriptions().stream()
                    .map(it -> new Wanted(it.topicFilter(), wantsRetained(it)))
                    .toList();
            subscribing.put(subscribe.variableHeader().messageId(), wanted);
        }
        return message;
    }

    private boolean wantsRetained(MqttTopicSubscription subscription) {
        if (subscription.topicFilter().startsWith("$")) {
            return false;
        }
        return switch (subscription.option().retainHandling()) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> !broker.exists(subscription.topicFilter());
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    private void accept(MqttSubAckMessage answer) {
        List<Wanted> wanted = Optional.ofNullable(
                        subscribing.remove(answer.variableHeader().messageId()))
                .orElse(List.of());
        List<Integer> granted = answer.payload().reasonCodes();
        for (int i = 0; i < wanted.size() && i < granted.size(); i++) {
            if (granted.get(i) > HIGHEST_QOS) {
                continue;
            }
            broker.subscribed(user);
            if (wanted.get(i).retained()) {
                broker.accepted(wanted.get(i).filter());
            }
        }
    }

    private MqttPublishMessage wrapped(ChannelHandlerContext context, MqttPublishMessage message) {
        String topic = message.variableHeader().topicName();
        if (topic.isEmpty() || topic.charAt(0) == '$' || !broker.mayPublish(user, topic)) {
            return message; // which the broker refuses in the manner of the client's protocol version
        }
        MqttFixedHeader old = message.fixedHeader();
        ByteBuf whole = Envelope.wrap(context.alloc(), topic, message.payload(), old.isRetain());
        message.release();
        MqttFixedHeader fixed =
                new MqttFixedHeader(old.messageType(), old.isDup(), old.qosLevel(), false, old.remainingLength());
        return new MqttPublishMessage(fixed, header(message, folding.fold(topic)), whole);
    }

    private static MqttPublishMessage opened(MqttPublishMessage message) {
        ByteBuf body = message.payload();
        body.readerIndex(0);
        if (!Envelope.isWrapped(body)) {
            return message;
        }
        String topic = Envelope.open(body);
        return new MqttPublishMessage(message.fixedHeader(), header(message, topic), body);
    }

    private static MqttPublishVariableHeader header(MqttPublishMessage message, String topic) {
        MqttPublishVariableHeader old = message.variableHeader();
        return new MqttPublishVariableHeader(topic, old.packetId(), old.properties());
    }
}
