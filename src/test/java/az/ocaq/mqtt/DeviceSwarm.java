package az.ocaq.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Thousands of devices on one thread, each a bare MQTT connection that sends one message once it is accepted. */
public final class DeviceSwarm implements AutoCloseable {
    private static final int CONNACK_BYTES = 4;

    private final Selector selector;
    private final int port;
    private final List<SocketChannel> open = new ArrayList<>();

    /** What a device sends. */
    public interface Words {
        String clientId(int device);

        String topic(int device);

        String payload(int device);
    }

    /** One device's connection; bytes read are counted, for broker's answers are CONNACK and then PUBACK. */
    private static final class Connection {
        private final int device;
        private final ByteBuffer answer = ByteBuffer.allocate(64);
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private boolean published;

        Connection(int device) {
            this.device = device;
        }
    }

    public DeviceSwarm(int port) throws IOException {
        this.selector = Selector.open();
        this.port = port;
    }

    /**
     * Connects all devices at once, beside what is connected already, and has each send one message.
     *
     * @return the devices whose message was acknowledged in time
     */
    public BitSet storm(int devices, Words words, Duration patience) throws IOException {
        BitSet acknowledged = new BitSet();
        for (int device = 0; device < devices; device++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            open.add(channel);
            Connection connection = new Connection(device);
            boolean unused = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            var unusedKey = channel.register(selector, SelectionKey.OP_CONNECT, connection);
        }
        long end = System.nanoTime() + patience.toNanos();
        while (acknowledged.cardinality() < devices && System.nanoTime() < end) {
            int unused = selector.select(key -> serve(key, words, acknowledged), 100);
        }
        return acknowledged;
    }

    private static void serve(SelectionKey key, Words words, BitSet acknowledged) {
        SocketChannel channel = (SocketChannel) key.channel();
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                connection.rest = ByteBuffer.wrap(RawMqtt.connect(words.clientId(connection.device)));
            }
            if (key.isValid() && key.isReadable()) {
                if (channel.read(connection.answer) < 0) {
                    channel.close();
                    return;
                }
                answered(connection, words, acknowledged);
            }
            int unused = channel.write(connection.rest);
            key.interestOps(SelectionKey.OP_READ | (connection.rest.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        } catch (IOException e) {
            key.cancel();
        }
    }

    private static void answered(Connection connection, Words words, BitSet acknowledged) {
        ByteBuffer answer = connection.answer;
        if (!connection.published && answer.position() >= CONNACK_BYTES) {
            if (answer.get(0) >> 4 == RawMqtt.CONNACK && answer.get(3) == 0) {
                connection.published = true;
                connection.rest = ByteBuffer.wrap(
                        RawMqtt.publish(words.topic(connection.device), 1, words.payload(connection.device)));
            }
        } else if (answer.position() >= 2 * CONNACK_BYTES && answer.get(CONNACK_BYTES) >> 4 == RawMqtt.PUBACK) {
            acknowledged.set(connection.device);
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        selector.close();
    }
}
