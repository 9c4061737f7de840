package az.ocaq;

import az.ocaq.backup.ArchiveWriter;
import az.ocaq.database.Database;
import az.ocaq.database.DatabaseSnapshot;
import az.ocaq.store.Snapshot;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes an archive of everything that an installation keeps, of one moment. Blocks; one at a time. */
final class BackupWriter {
    static final String CONFIGURATION = "configuration";
    static final String DATABASE = "database.jsonl";
    static final String BROKER = "broker";
    static final String SERIES = "timeseries";

    private static final long PATIENCE_SECONDS = 60;

    /** Time series and operational data of one moment. */
    record Moment(Instant time, Snapshot series, DatabaseSnapshot database) {}

    /** Lets work be done while nothing is stored. */
    interface Pause {
        Future<Moment> whileNothingIsStored(Supplier<Future<Moment>> work);
    }

    private final Settings settings;
    private final TimeSeriesStore store;
    private final Database database;
    private final Pause pause;
    private final Clock clock;

    BackupWriter(Settings settings, TimeSeriesStore store, Database database, Pause pause, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.database = database;
        this.pause = pause;
        this.clock = clock;
    }

    /** @param running whether the server is running; the journal of its broker can only be copied when it is not */
    synchronized void writeTo(OutputStream out, boolean running) throws IOException {
        ArchiveWriter archive = new ArchiveWriter(out);
        writeConfiguration(archive);
        Moment moment = moment();
        try (Snapshot series = moment.series();
                DatabaseSnapshot rows = moment.database()) {
            try (OutputStream file = archive.file(DATABASE)) {
                rows.writeTo(file);
            }
            series.writeTo(name -> archive.file(SERIES + '/' + name));
        }
        Path journal = settings.dataDir().resolve(BROKER);
        if (!running && Files.isDirectory(journal)) {
            copy(journal, BROKER, archive);
        }
        archive.finish(ProgramVersion.text(), moment.time(), running);
    }

    private Moment moment() throws IOException {
        try {
            return pause.whileNothingIsStored(this::snapshots)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("store or database do not work at present: see /health/ready", e);
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(String.valueOf(cause.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server stops", e);
        }
    }

    private Future<Moment> snapshots() {
        Instant time = clock.instant();
        return store.snapshot()
                .compose(series -> database.snapshot()
                        .map(rows -> new Moment(time, series, rows))
                        .onFailure(failure -> series.close()));
    }

    private void writeConfiguration(ArchiveWriter archive) throws IOException {
        Settings.Sources sources = settings.sources();
        Path folder = sources.settings().resolveSibling(".").normalize();
        List<Path> files = Stream.of(
                        sources.settings(),
                        sources.alarms(),
                        sources.crews(),
                        sources.contacts(),
                        sources.tariffs(),
                        sources.causes())
                .filter(Files::exists)
                .toList();
        for (Path file : files) {
            String name =
                    file.startsWith(folder) ? folder.relativize(file).toString() : String.valueOf(file.getFileName());
            copy(file, CONFIGURATION + "/config/" + name, archive);
        }
        copy(sources.devices(), CONFIGURATION + "/devices", archive);
        copy(sources.dashboards(), CONFIGURATION + "/dashboards", archive);
    }

    /** A file, or all files below a folder. */
    private static void copy(Path from, String name, ArchiveWriter archive) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(from)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String below = from.relativize(file).toString();
            try (OutputStream out = archive.file(below.isEmpty() ? name : name + '/' + below)) {
                long unusedBytes = Files.copy(file, out);
            }
        }
    }
}
