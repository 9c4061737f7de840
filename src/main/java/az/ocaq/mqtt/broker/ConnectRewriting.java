package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * What the broker is told of a client's CONNECT: the will goes in an envelope to one internal topic, whatever its own is; and
 * the broker gives no topic aliases, for it would give them to folded topics.
 */
final class ConnectRewriting {
    /** What the topics that are the broker's own begin with; no client may publish or subscribe there. */
    static final String RESERVED = "$ocaq";

    /** Where wills go inside the broker; {@link Routing} sends them on to their own topic. */
    static final String WILLS = RESERVED + "/will";

    private ConnectRewriting() {}

    static MqttConnectMessage rewritten(MqttConnectMessage message) {
        return new MqttConnectMessage(message.fixedHeader(), header(message.variableHeader()), payload(message));
    }

    private static MqttConnectVariableHeader header(MqttConnectVariableHeader old) {
        MqttProperties properties = new MqttProperties();
        old.properties().listAll().stream()
                .filter(property -> property.propertyId() != MqttProperties.TOPIC_ALIAS_MAXIMUM)
                .forEach(properties::add);
        return new MqttConnectVariableHeader(
                old.name(),
                old.version(),
                old.hasUserName(),
                old.hasPassword(),
                false,
                old.willQos(),
                old.isWillFlag(),
                old.isCleanSession(),
                old.keepAliveTimeSeconds(),
                properties);
    }

    private static MqttConnectPayload payload(MqttConnectMessage message) {
        MqttConnectPayload old = message.payload();
        if (!message.variableHeader().isWillFlag()) {
            return old;
        }
        ByteBuf whole = Envelope.wrap(
                UnpooledByteBufAllocator.DEFAULT,
                old.willTopic(),
                Unpooled.wrappedBuffer(old.willMessageInBytes()),
                message.variableHeader().isWillRetain());
        return new MqttConnectPayload(
                old.clientIdentifier(),
                old.willProperties(),
                WILLS,
                ByteBufUtil.getBytes(whole),
                old.userName(),
                old.passwordInBytes());
    }
}
