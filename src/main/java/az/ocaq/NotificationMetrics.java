package az.ocaq;

import az.ocaq.database.Database;
import az.ocaq.notify.OutboxFigures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** How messages to people get on, as Prometheus metrics {@code ocaq_outbox_…}. Any thread. */
final class NotificationMetrics {
    private final MeterRegistry registry;
    private final Database database;
    private final Clock clock;
    private volatile Optional<OutboxFigures> figures = Optional.empty();

    NotificationMetrics(MeterRegistry registry, Database database, Clock clock) {
        this.registry = registry;
        this.database = database;
        this.clock = clock;
        gauge("ocaq.outbox.pending", "Messages that wait to be sent", OutboxFigures::pending);
        gauge("ocaq.outbox.dead", "Messages that were given up", OutboxFigures::dead);
        gauge("ocaq.outbox.oldest.seconds", "Age of the oldest message that waits", it -> oldest().toMillis() / 1e3);
    }

    /** A try to send a message one way. */
    void tried(String way, boolean accepted) {
        Counter.builder("ocaq.outbox.tries")
                .description("Tries to send a message, by way and result")
                .tag("way", way)
                .tag("result", accepted ? "accepted" : "failed")
                .register(registry)
                .increment();
    }

    /** Looks how the outbox is. To be called every few seconds. */
    void probe() {
        var unused = OutboxFigures.read(database, clock.instant()).onSuccess(it -> figures = Optional.of(it));
    }

    /** Age of the oldest message that waits, as far as is known. */
    Duration oldest() {
        return figures.flatMap(OutboxFigures::oldest)
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /** How many messages of the last day were given up, as far as is known. */
    long deadOfDay() {
        return figures.map(OutboxFigures::deadOfDay).orElse(0L);
    }

    private void gauge(String name, String description, java.util.function.ToDoubleFunction<OutboxFigures> figure) {
        var unused = Gauge.builder(
                        name, () -> figures.map(figure::applyAsDouble).orElse(0.0))
                .description(description)
                .register(registry);
    }
}
