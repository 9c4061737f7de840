package az.ocaq.cli;

import az.ocaq.measurement.Reading;
import az.ocaq.simulation.Simulation;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fills a store with what a simulated village would have told before the demo began. */
final class History {
    private static final int CHUNK = 500_000;
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final Duration FINE_STEP = Duration.ofMinutes(5);
    private static final Duration FINE = Duration.ofDays(1);
    /** What is older than this is there for charts of days and months. */
    private static final Duration MEDIUM = Duration.ofDays(14);

    private static final Duration COARSE_STEP = Duration.ofHours(4);

    private final Simulation simulation;
    private final PrintStream out;
    private List<Reading> gathered = new ArrayList<>();
    /** What is being stored while the village goes on. */
    private Future<Void> storing = Future.succeededFuture();

    History(Simulation simulation, PrintStream out) {
        this.simulation = simulation;
        this.out = out;
    }

    /** Fills in from a time to another: coarsely what is long ago, finely on the last day. */
    void fill(TimeSeriesStore store, Instant from, Instant to) {
        long whole = Duration.between(from, to).toMillis();
        Instant start = from;
        while (start.isBefore(to)) {
            out.printf(
                    "\rfilling in history: %d %%", Duration.between(from, start).toMillis() * 100 / whole);
            out.flush();
            Duration age = Duration.between(start, to);
            Instant end = earlier(start.plus(Duration.ofHours(12)), border(age, to));
            simulation.readings(start, end, step(age), reading -> add(store, reading));
            start = end;
        }
        flush(store);
        await();
        out.printf("\rfilling in history: done%n");
    }

    private static Duration step(Duration age) {
        return age.compareTo(MEDIUM) > 0 ? COARSE_STEP : age.compareTo(FINE) > 0 ? STEP : FINE_STEP;
    }

    /** Where the step of this age ends. */
    private static Instant border(Duration age, Instant to) {
        return age.compareTo(MEDIUM) > 0 ? to.minus(MEDIUM) : age.compareTo(FINE) > 0 ? to.minus(FINE) : to;
    }

    private void add(TimeSeriesStore store, Reading reading) {
        gathered.add(reading);
        if (gathered.size() == CHUNK) {
            flush(store);
        }
    }

    private void flush(TimeSeriesStore store) {
        await();
        storing = store.append(gathered);
        gathered = new ArrayList<>(CHUNK);
    }

    private void await() {
        storing.toCompletionStage().toCompletableFuture().join();
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
