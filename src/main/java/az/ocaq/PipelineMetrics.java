package az.ocaq;

import az.ocaq.decode.Decoded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the pipeline counts, as Prometheus metrics {@code ocaq_…}. Written on the pipeline's context, read by any thread. */
final class PipelineMetrics {
    private final MeterRegistry registry;
    private final Counter messages;
    private final Counter acknowledged;
    private final Counter readings;
    private final Map<String, Timer> steps = new HashMap<>();

    PipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.messages = counter("ocaq.messages.received", "Messages that came from the broker");
        this.acknowledged = counter("ocaq.messages.acknowledged", "Messages kept and acknowledged to the broker");
        this.readings = counter("ocaq.readings.stored", "Readings written to the time-series store");
        for (Decoded.Reason reason : Decoded.Reason.values()) {
            var unused = rejections(reason.word());
        }
    }

    /** Messages received since the start. */
    long messages() {
        return (long) messages.count();
    }

    /** Messages received and not yet kept. */
    long pending() {
        return (long) (messages.count() - acknowledged.count());
    }

    /** Messages rejected since the start, for any reason. */
    long rejected() {
        double sum = 0;
        for (Decoded.Reason reason : Decoded.Reason.values()) {
            sum += rejections(reason.word()).count();
        }
        return (long) sum;
    }

    void message() {
        messages.increment();
    }

    void rejected(Decoded.Reason reason) {
        rejections(reason.word()).increment();
    }

    void kept(Batch batch) {
        acknowledged.increment(batch.messages());
        readings.increment(batch.readings().size());
    }

    void step(String step, long nanoseconds) {
        steps.computeIfAbsent(
                        step,
                        name -> Timer.builder("ocaq.batch.step")
                                .description("Time that a step of the pipeline takes for a batch")
                                .tag("step", name)
                                .register(registry))
                .record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    void failure(String step) {
        Counter.builder("ocaq.batch.failures")
                .description("Tries of a step that failed and are repeated")
                .tag("step", step)
                .register(registry)
                .increment();
    }

    private Counter rejections(String reason) {
        return Counter.builder("ocaq.messages.rejected")
                .description("Messages that no decoder could use")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
