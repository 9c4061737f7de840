package az.ocaq.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Publishes as fast as acknowledgements come and waits until the subject is done with everything. */
final class CapacityRun {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 50;

    private final Subject subject;
    private final int mqttPort;
    private final LongSupplier taken;

    /** @param taken how many messages the subject is done with so far */
    CapacityRun(Subject subject, int mqttPort, LongSupplier taken) {
        this.subject = subject;
        this.mqttPort = mqttPort;
        this.taken = taken;
    }

    /** One after the other. */
    List<Capacity> run(List<Load> loads) throws IOException, InterruptedException {
        List<Capacity> runs = new ArrayList<>();
        for (Load load : loads) {
            runs.add(run(load));
        }
        return runs;
    }

    private Capacity run(Load load) throws IOException, InterruptedException {
        try (LoadGenerator generator = new LoadGenerator(load, mqttPort, Clock.systemUTC())) {
            double cpuBefore = cpu();
            long takenBefore = taken.getAsLong();
            long start = System.nanoTime();
            LoadResult result = generator.run();
            awaitTaken(taken, takenBefore + result.acknowledged());
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Capacity(
                    result,
                    result.acknowledged() / result.secondsToLastAcknowledgement(),
                    result.acknowledged() / seconds,
                    (cpu() - cpuBefore) / result.acknowledged() * 1_000,
                    subject.usage().peakBytes());
        }
    }

    /** Waits until so many messages are taken; fails when that takes a minute. */
    static void awaitTaken(LongSupplier taken, long expected) throws InterruptedException {
        long start = System.nanoTime();
        while (taken.getAsLong() < expected) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "only " + taken.getAsLong() + " of " + expected + " messages were taken in " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private double cpu() throws IOException {
        return subject.usage().cpuSeconds()
                + Usage.of(ProcessHandle.current().pid()).cpuSeconds();
    }
}
