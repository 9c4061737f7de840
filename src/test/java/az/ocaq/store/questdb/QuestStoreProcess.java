package az.ocaq.store.questdb;

import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A store in a process of its own that appends until it is killed and prints how many readings are kept so far. */
final class QuestStoreProcess {
    static final SeriesId SERIES =
            new SeriesId(new DeviceId("aghali", "home-001", "meter"), Metric.named("active_power"));
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BATCH = 500;

    private QuestStoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        QuestStore store = QuestStore.open(Vertx.vertx(), Path.of(arguments[0]), false);
        for (int kept = 0; ; kept += BATCH) {
            System.out.println(kept);
            List<Reading> batch = new ArrayList<>();
            for (int i = kept; i < kept + BATCH; i++) {
                batch.add(new Reading(SERIES, START.plusMillis(i), i, Quality.GOOD));
            }
            store.append(batch).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    /** Starts one as a child whose output goes to a file. */
    static Process start(Path directory, Path output) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuestStoreProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(output.toFile())
                .start();
    }
}
