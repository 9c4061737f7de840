package az.ocaq.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes a {@link Load} to a broker on this machine and counts what the broker acknowledges. Each device numbers its
 * messages from 0 in {@code energy_import}, with strictly rising times, so that loss and duplicates can be counted in the
 * store. One thread for all connections, to leave the machine to the server.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final Load load;
    private final Clock clock;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<LoadConnection> connections = new ArrayList<>();
    private final CountDownLatch allAcknowledged = new CountDownLatch(1);
    private final long[] sequence;
    private final long[] lastTime;
    private final List<BitSet> kept = new ArrayList<>();
    private final String[] topics;
    private int nextDevice;
    private long sent;
    private final AtomicLong acknowledged = new AtomicLong();
    private boolean publishing;
    private int lost;

    /** Connects to a broker on the loopback interface; fails when one of the connections is refused. */
    public LoadGenerator(Load load, int port, Clock clock) throws InterruptedException {
        this.load = load;
        this.clock = clock;
        this.sequence = new long[load.devices()];
        this.lastTime = new long[load.devices()];
        this.topics = new String[load.devices()];
        for (int device = 0; device < load.devices(); device++) {
            topics[device] = load.topic(device);
            kept.add(new BitSet());
        }
        for (int i = 0; i < load.connections(); i++) {
            connections.add(connect(port, "load-" + load.firstDevice() + "-" + i));
        }
    }

    /** Publishes for the load's time, waits until everything is acknowledged, and tells how it went. */
    public LoadResult run() throws InterruptedException {
        long start = System.nanoTime();
        loop.submit(this::begin).sync();
        var unused = loop.schedule(this::stop, load.time().toMillis(), TimeUnit.MILLISECONDS);
        long patience = load.time().toSeconds() + PATIENCE_SECONDS;
        boolean ended = allAcknowledged.await(patience, TimeUnit.SECONDS);
        double secondsToLast = (System.nanoTime() - start) / 1e9;
        return loop.submit(() -> new LoadResult(
                        load,
                        sent,
                        acknowledged.get(),
                        ended && acknowledged.get() == sent,
                        Math.min(secondsToLast, load.time().toMillis() / 1e3),
                        secondsToLast,
                        sequence.clone(),
                        List.copyOf(kept)))
                .sync()
                .getNow();
    }

    /** Messages acknowledged so far; any thread. */
    public long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() {
        var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Runs on the loop's thread, as everything below: takes note of an acknowledgement and sends the next. */
    void acknowledged(LoadConnection connection, int device, int number) {
        acknowledged.incrementAndGet();
        kept.get(device).set(number);
        if (publishing && load.rate() == 0) {
            publish(connection);
            connection.flush();
        }
        openWhenDone();
    }

    /** A connection broke: what it had not been told of is never acknowledged. */
    void lost(LoadConnection connection) {
        lost++;
        if (lost == connections.size()) {
            publishing = false;
            allAcknowledged.countDown();
        }
    }

    private void stop() {
        publishing = false;
        openWhenDone();
    }

    private void openWhenDone() {
        if (!publishing && acknowledged.get() == sent) {
            allAcknowledged.countDown();
        }
    }

    private void begin() {
        publishing = true;
        if (load.rate() == 0) {
            connections.forEach(this::fill);
            return;
        }
        long period = 1_000_000_000L / TICKS_PER_SECOND;
        long start = System.nanoTime();
        var unused = loop.scheduleAtFixedRate(() -> keepRate(start), 0, period, TimeUnit.NANOSECONDS);
    }

    private void fill(LoadConnection connection) {
        while (connection.unacknowledged() < load.window()) {
            publish(connection);
        }
        connection.flush();
    }

    private void keepRate(long start) {
        long due = (long) ((System.nanoTime() - start) / 1e9 * load.rate());
        int refused = 0;
        while (publishing && sent < due && refused < connections.size()) {
            LoadConnection connection = connections.get((int) (sent % connections.size()));
            if (connection.unacknowledged() >= load.window()) {
                refused++;
            } else {
                publish(connection);
            }
        }
        connections.forEach(LoadConnection::flush);
    }

    private void publish(LoadConnection connection) {
        int device = nextDevice;
        nextDevice = (nextDevice + 1) % load.devices();
        lastTime[device] = Math.max(lastTime[device] + 1, clock.millis());
        long number = sequence[device]++;
        connection.publish(topics[device], device, (int) number, payload(lastTime[device], number));
        sent++;
    }

    private static String payload(long time, long number) {
        return "{\"ts\":" + time + ",\"active_power\":" + (number * 37 % 4000)
                + ".25,\"voltage\":230.4,\"current\":4.71"
                + ",\"frequency\":50.01,\"power_factor\":0.97,\"energy_import\":" + number + "}";
    }

    private LoadConnection connect(int port, String clientId) throws InterruptedException {
        LoadConnection connection = new LoadConnection(this, clientId);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new MqttDecoder(), MqttEncoder.INSTANCE, connection);
                    }
                });
        bootstrap.connect("127.0.0.1", port).sync();
        connection.awaitAccepted();
        return connection;
    }
}
