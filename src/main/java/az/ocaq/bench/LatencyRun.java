package az.ocaq.bench;

import az.ocaq.mqtt.MqttPublisher;
import az.ocaq.mqtt.PublisherSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Publishes at a rate, and meanwhile single values whose way to the API is timed. */
final class LatencyRun {
    private static final String DEVICE = "bench-probe/home/meter";
    private static final long PAUSE_MILLIS = 50;
    private static final long POLL_MILLIS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final MeasuredServer server;
    private final Vertx vertx;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest latest;

    LatencyRun(MeasuredServer server, Vertx vertx) {
        this.server = server;
        this.vertx = vertx;
        this.latest = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/devices/" + DEVICE + "/latest"))
                .header("Authorization", "Bearer " + server.token(vertx))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /** Lets the server's code be compiled, as it is after its first minutes. */
    void warmUp(Load load) throws IOException, InterruptedException {
        double unused = cpuPerThousand(load);
    }

    Latency run(int rate, Load quiet, Load probed) throws IOException, InterruptedException {
        double cpu = cpuPerThousand(quiet);
        return Latency.of(rate, times(probed), cpu);
    }

    private double cpuPerThousand(Load load) throws IOException, InterruptedException {
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            double before = cpu();
            LoadResult result = generator.run();
            return (cpu() - before) / result.acknowledged() * 1_000;
        }
    }

    private double[] times(Load load) throws InterruptedException {
        MqttPublisher publisher = new MqttPublisher(
                vertx, PublisherSettings.of("tcp://127.0.0.1:" + server.mqttPort(), "bench-probe-" + load.rate()));
        publisher.connect().toCompletionStage().toCompletableFuture().join();
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            CompletableFuture<LoadResult> running = CompletableFuture.supplyAsync(() -> run(generator));
            java.util.stream.DoubleStream.Builder times = java.util.stream.DoubleStream.builder();
            for (int number = 1; !running.isDone(); number++) {
                times.add(time(publisher, load.rate() * 1_000_000L + number));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return times.build().toArray();
        } finally {
            publisher.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Milliseconds from the call that publishes a value to the answer of the API that has it. */
    private double time(MqttPublisher publisher, long value) throws InterruptedException {
        byte[] payload = ("{\"active_power\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        String expected = "\"value\":" + (double) value;
        long start = System.nanoTime();
        var unused = publisher.publish("village/" + DEVICE + "/telemetry", payload, false);
        while (!read().contains(expected)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("a published value was not readable within 30 s");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private String read() throws InterruptedException {
        try {
            return http.send(latest, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException("the API does not answer", e);
        }
    }

    private double cpu() throws IOException {
        return server.subject().usage().cpuSeconds()
                + Usage.of(ProcessHandle.current().pid()).cpuSeconds();
    }

    private static LoadResult run(LoadGenerator generator) {
        try {
            return generator.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
