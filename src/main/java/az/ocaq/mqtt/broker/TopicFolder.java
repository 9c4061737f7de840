package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between codec and broker in one connection's pipeline: a message comes in under its folded topic with the real one
 * before its payload, and goes out as it came. Retained messages are kept by topic, so they stay as they are.
 */
final class TopicFolder extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFolder.class);

    private final TopicFolding folding;

    TopicFolder(TopicFolding folding) {
        this.folding = folding;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof MqttPublishMessage publish
                && publish.decoderResult().isSuccess()) {
            String topic = publish.variableHeader().topicName();
            if (TopicFolding.marked(topic)) {
                refuse(context, publish, "publishes under a reserved topic");
                return;
            }
            super.channelRead(context, publish.fixedHeader().isRetain() ? publish : folded(context, publish, topic));
        } else if (message instanceof MqttConnectMessage connect
                && connect.decoderResult().isSuccess()) {
            String willTopic = connect.payload().willTopic();
            if (willTopic != null && TopicFolding.marked(willTopic)) {
                refuse(context, connect, "has a will with a reserved topic");
                return;
            }
            super.channelRead(context, withoutAliases(connect));
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean folded = message instanceof MqttPublishMessage publish
                && TopicFolding.marked(publish.variableHeader().topicName());
        super.write(context, folded ? unfolded((MqttPublishMessage) message) : message, promise);
    }

    private static void refuse(ChannelHandlerContext context, Object message, String what) {
        LOG.warn("client={} {}: connection closed", context.channel().remoteAddress(), what);
        ReferenceCountUtil.release(message);
        var unused = context.close();
    }

    private MqttPublishMessage folded(ChannelHandlerContext context, MqttPublishMessage message, String topic) {
        String folded = folding.fold(topic);
        if (folded.equals(topic)) {
            return message;
        }
        ByteBuf payload = message.payload();
        int topicBytes = ByteBufUtil.utf8Bytes(topic);
        ByteBuf both = context.alloc().buffer(2 + topicBytes + payload.readableBytes());
        both.writeShort(topicBytes);
        both.writeCharSequence(topic, StandardCharsets.UTF_8);
        both.writeBytes(payload);
        payload.release();
        return new MqttPublishMessage(message.fixedHeader(), header(message, folded), both);
    }

    private static MqttPublishMessage unfolded(MqttPublishMessage message) {
        ByteBuf payload = message.payload();
        payload.readerIndex(0);
        String topic = payload.readCharSequence(payload.readUnsignedShort(), StandardCharsets.UTF_8)
                .toString();
        return new MqttPublishMessage(message.fixedHeader(), header(message, topic), payload);
    }

    private static MqttPublishVariableHeader header(MqttPublishMessage message, String topic) {
        MqttPublishVariableHeader old = message.variableHeader();
        return new MqttPublishVariableHeader(topic, old.packetId(), old.properties());
    }

    /** The broker would give the folded topic an alias, which the client would take for the first real one. */
    private static MqttConnectMessage withoutAliases(MqttConnectMessage message) {
        MqttConnectVariableHeader old = message.variableHeader();
        MqttProperties properties = new MqttProperties();
        old.properties().listAll().stream()
                .filter(property -> property.propertyId() != MqttProperties.TOPIC_ALIAS_MAXIMUM)
                .forEach(properties::add);
        MqttConnectVariableHeader header = new MqttConnectVariableHeader(
                old.name(),
                old.version(),
                old.hasUserName(),
                old.hasPassword(),
                old.isWillRetain(),
                old.willQos(),
                old.isWillFlag(),
                old.isCleanSession(),
                old.keepAliveTimeSeconds(),
                properties);
        return new MqttConnectMessage(message.fixedHeader(), header, message.payload());
    }
}
