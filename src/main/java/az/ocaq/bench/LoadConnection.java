package az.ocaq.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One MQTT 3.1.1 connection of the load generator. Confined to the generator's thread but for {@link #awaitAccepted}. */
final class LoadConnection extends SimpleChannelInboundHandler<MqttMessage> {
    private static final MqttFixedHeader PUBLISH =
            new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 0);
    private static final int HIGHEST_PACKET_ID = 65_535;

    private final LoadGenerator generator;
    private final String clientId;
    private final CompletableFuture<MqttConnectReturnCode> accepted = new CompletableFuture<>();
    private @Nullable Channel channel;
    private final int[] deviceOf = new int[HIGHEST_PACKET_ID + 1];
    private final int[] numberOf = new int[HIGHEST_PACKET_ID + 1];
    private int packetId;
    private int unacknowledged;

    LoadConnection(LoadGenerator generator, String clientId) {
        this.generator = generator;
        this.clientId = clientId;
    }

    void awaitAccepted() throws InterruptedException {
        try {
            MqttConnectReturnCode code = accepted.get(10, TimeUnit.SECONDS);
            if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
                throw new IllegalStateException("the broker refuses the connection: " + code);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not answer", e);
        }
    }

    int unacknowledged() {
        return unacknowledged;
    }

    void publish(String topic, int device, int number, String payload) {
        Channel open = Objects.requireNonNull(channel);
        packetId = packetId % HIGHEST_PACKET_ID + 1;
        deviceOf[packetId] = device;
        numberOf[packetId] = number;
        ByteBuf bytes = ByteBufUtil.writeAscii(open.alloc(), payload);
        var unused = open.write(
                new MqttPublishMessage(PUBLISH, new MqttPublishVariableHeader(topic, packetId), bytes),
                open.voidPromise());
        unacknowledged++;
    }

    void flush() {
        var unused = Objects.requireNonNull(channel).flush();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        var unused = context.writeAndFlush(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(clientId)
                .cleanSession(true)
                .keepAlive(0)
                .build());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (message instanceof MqttConnAckMessage answer) {
            var unused = accepted.complete(answer.variableHeader().connectReturnCode());
        } else if (message.fixedHeader().messageType() == MqttMessageType.PUBACK) {
            unacknowledged--;
            int id = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
            generator.acknowledged(this, deviceOf[id], numberOf[id]);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        generator.lost(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = accepted.completeExceptionally(cause);
        context.close(context.newPromise()).addListener(closed -> {});
    }
}
