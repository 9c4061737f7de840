package az.ocaq.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Packets of MQTT 3.1.1 as bytes, for clients that do what no decent client library does. */
public final class RawMqtt {
    public static final int CONNACK = 2;
    public static final int PUBACK = 4;

    private static final int PROTOCOL_LEVEL = 4;
    private static final int CLEAN_SESSION = 0x02;
    private static final int WILL_AT_LEAST_ONCE = 0x04 | 0x08;

    private RawMqtt() {}

    /** A connection without keep alive and with a clean session. */
    public static byte[] connect(String clientId) {
        return connect(clientId, CLEAN_SESSION);
    }

    /** Likewise, with a will at QoS 1. */
    public static byte[] connect(String clientId, String willTopic, String will) {
        return connect(clientId, CLEAN_SESSION | WILL_AT_LEAST_ONCE, willTopic, will);
    }

    /** A message at QoS 1. */
    public static byte[] publish(String topic, int packetId, String payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        number(body, packetId);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x32, body);
    }

    public static byte[] disconnect() {
        return packet(0xE0, new ByteArrayOutputStream());
    }

    private static byte[] connect(String clientId, int flags, String... will) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(PROTOCOL_LEVEL);
        body.write(flags);
        number(body, 0);
        text(body, clientId);
        for (String part : will) {
            text(body, part);
        }
        return packet(0x10, body);
    }

    private static byte[] packet(int type, ByteArrayOutputStream body) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(type);
        int rest = body.size();
        do {
            packet.write(rest % 128 + (rest >= 128 ? 128 : 0));
            rest /= 128;
        } while (rest > 0);
        packet.writeBytes(body.toByteArray());
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(to, bytes.length);
        to.writeBytes(bytes);
    }

    private static void number(ByteArrayOutputStream to, int number) {
        to.write(number >> 8);
        to.write(number);
    }
}
