package az.ocaq.bench;

import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** Publishes single values beside a load, and times each until it has arrived where somebody waits for it. Blocks. */
final class Probe {
    static final String SETTLEMENT = "bench-probe";

    private static final long OVER_LIMIT = 20_000;
    private static final long PAUSE_MILLIS = 50;
    private static final long POLL_MILLIS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final int mqttPort;
    private final Vertx vertx;
    private int number;

    Probe(int mqttPort, Vertx vertx) {
        this.mqttPort = mqttPort;
        this.vertx = vertx;
    }

    /** Tells where a value goes and whether it is there. */
    interface Way {
        /** The device that publishes the probe of a number. */
        String device(int number);

        /** Whether the probe of a number, with this value of {@code active_power}, has arrived. */
        boolean arrived(int number, long value) throws InterruptedException;
    }

    Latency run(Load load, Way way) throws InterruptedException {
        MqttPublisher publisher =
                new MqttPublisher(vertx, PublisherSettings.of("tcp://127.0.0.1:" + mqttPort, "probe-" + load.rate()));
        publisher.connect().toCompletionStage().toCompletableFuture().join();
        try (LoadGenerator generator = new LoadGenerator(load, mqttPort, Clock.systemUTC())) {
            CompletableFuture<LoadResult> running = CompletableFuture.supplyAsync(() -> run(generator));
            DoubleStream.Builder times = DoubleStream.builder();
            while (!running.isDone()) {
                number++;
                times.add(time(publisher, way));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return Latency.of(load.rate(), times.build().toArray());
        } finally {
            publisher.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Milliseconds from the call that publishes a value until it has arrived. */
    private double time(MqttPublisher publisher, Way way) throws InterruptedException {
        long value = OVER_LIMIT + number;
        byte[] payload = ("{\"active_power\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();
        var unused = publisher.publish("village/" + way.device(number) + "/telemetry", payload, false);
        while (!way.arrived(number, value)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("a published value had not arrived after 30 s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static LoadResult run(LoadGenerator generator) {
        try {
            return generator.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
