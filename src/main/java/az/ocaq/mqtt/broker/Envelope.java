package az.ocaq.mqtt.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * What the broker stores for a published message: one byte that says whether it is retained, the length of the topic in two
 * bytes, the topic in UTF-8, the payload.
 */
final class Envelope {
    private static final int PLAIN = 0;
    private static final int RETAINED = 1;
    private static final int HEADER = 3;

    private Envelope() {}

    /** A new buffer with the whole; takes the payload's readable bytes. */
    static ByteBuf wrap(ByteBufAllocator allocator, String topic, ByteBuf payload, boolean retained) {
        int topicBytes = ByteBufUtil.utf8Bytes(topic);
        ByteBuf whole = allocator.buffer(HEADER + topicBytes + payload.readableBytes());
        whole.writeByte(retained ? RETAINED : PLAIN);
        whole.writeShort(topicBytes);
        whole.writeCharSequence(topic, StandardCharsets.UTF_8);
        return whole.writeBytes(payload);
    }

    /** Whether a body is an envelope. */
    static boolean isWrapped(ByteBuf body) {
        return body.readableBytes() >= HEADER
                && body.getUnsignedByte(body.readerIndex()) <= RETAINED
                && body.readableBytes() >= HEADER + body.getUnsignedShort(body.readerIndex() + 1);
    }

    static boolean isRetained(ByteBuf body) {
        return body.getUnsignedByte(body.readerIndex()) == RETAINED;
    }

    /** The topic; the payload's bytes are those that are readable afterwards. */
    static String open(ByteBuf body) {
        body.skipBytes(1);
        int topicBytes = body.readUnsignedShort();
        return body.readCharSequence(topicBytes, StandardCharsets.UTF_8).toString();
    }
}
