package az.ocaq.bench;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Measures what pages ask of the past, on a simulated settlement with a history. Blocks. */
public final class HistoryBench {
    private static final String SETTLEMENT = "aghali";
    private static final String METER = SETTLEMENT + "/home-017/meter";
    private static final ZoneId ZONE = ZoneId.of("Asia/Baku");

    private final Path directory;
    private final PrintStream out;
    private final Clock clock;

    /** @param directory for the data of the run; it is left for a look */
    public HistoryBench(Path directory, PrintStream out, Clock clock) {
        this.directory = directory;
        this.out = out;
        this.clock = clock;
    }

    /** Runs and prints. */
    public void run(int days) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx();
        long start = System.nanoTime();
        try (MeasuredServer server = MeasuredServer.demo(directory, SETTLEMENT, Duration.ofDays(days))) {
            out.printf(
                    Locale.ROOT,
                    "%d days of %s filled in and ready: %.0f s%n",
                    days,
                    SETTLEMENT,
                    (System.nanoTime() - start) / 1e9);
            Questions questions = new Questions(server.address(), server.token(vertx), out);
            Instant today =
                    clock.instant().atZone(ZONE).truncatedTo(ChronoUnit.DAYS).toInstant();
            Instant yesterday = today.minus(1, ChronoUnit.DAYS);
            Instant first = today.minus(days, ChronoUnit.DAYS);
            questions.time("a device's day, raw", series("raw", yesterday, today, "last"));
            questions.time("a device's day by quarters of an hour", series("15m", yesterday, today, "avg"));
            questions.time(
                    "a device's year by day",
                    series("1d", first, today, "delta").replace("active_power", "energy_import"));
            questions.time(
                    "the settlement's year by day",
                    "/api/v1/energy/balance?settlement=" + SETTLEMENT + "&from=" + first + "&to=" + today + "&step=1d");
            questions.time(
                    "a home's year by month",
                    "/api/v1/energy/balance?settlement=" + SETTLEMENT + "&site=home-017&from=" + first + "&to=" + today
                            + "&step=1mo");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static String series(String step, Instant from, Instant to, String aggregation) {
        return "/api/v1/series?device=" + METER + "&metric=active_power&from=" + from + "&to=" + to + "&step=" + step
                + "&agg=" + aggregation + "&limit=20000";
    }
}
