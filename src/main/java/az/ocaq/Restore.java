package az.ocaq;

import az.ocaq.backup.ArchiveFile;
import az.ocaq.backup.BackupException;
import az.ocaq.backup.Manifest;
import az.ocaq.measurement.Reading;
import az.ocaq.store.ReadingLines;
import az.ocaq.store.RefusedException;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.questdb.QuestStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Puts what {@link Backup} has copied into empty places. Blocks. Fails with one sentence for a person. */
public final class Restore {
    private static final String LINES = BackupWriter.SERIES + "/readings.csv";

    private Restore() {}

    /** Puts the configuration into an empty folder: {@code config}, {@code devices} and {@code dashboards}. */
    public static Manifest configuration(Path file, Path folder) {
        try (ArchiveFile archive = ArchiveFile.open(file)) {
            requireEmpty(folder);
            archive.extract(BackupWriter.CONFIGURATION, folder);
            return archive.manifest();
        } catch (IOException e) {
            throw new BackupException("cannot write to " + folder + " (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Puts all data where an installation's settings say: its data directory and, where they name them, PostgreSQL and
     * InfluxDB; all must be empty. An interrupted restore leaves a directory that no server starts on.
     */
    public static Manifest data(Installation installation, Path file, Clock clock) {
        Path data = installation.settings().dataDir();
        try (ArchiveFile archive = ArchiveFile.open(file);
                Running running = new Running()) {
            boolean embedded = installation.settings().store().influx().url().isEmpty();
            if (!embedded && !archive.has(LINES)) {
                throw new BackupException("the backup holds time series of the embedded store, which InfluxDB cannot"
                        + " take: restore it with store.influx.url empty");
            }
            DataDirectory.beginRestore(data);
            try (InputStream rows = archive.file(BackupWriter.DATABASE)) {
                installation.restoreDatabase(rows);
            }
            if (!archive.has(LINES)) {
                Path series = data.resolve(BackupWriter.SERIES);
                archive.extract(BackupWriter.SERIES, series);
                QuestStore.prepareRestored(series);
            }
            Vertx vertx = running.with(Vertx.vertx(), it -> Running.await(it.close()));
            TimeSeriesStore store = running.with(installation.openStore(vertx, clock), it -> Running.await(it.close()));
            if (archive.has(LINES)) {
                fill(store, archive);
            }
            archive.extract(BackupWriter.BROKER, data.resolve(BackupWriter.BROKER));
            DataDirectory.restored(data);
            return archive.manifest();
        } catch (IOException e) {
            throw new BackupException(
                    "the backup is not restored (" + e.getMessage() + "): empty " + data + " and try again", e);
        }
    }

    private static void fill(TimeSeriesStore store, ArchiveFile archive) throws IOException {
        if (!Running.await(store.latest()).isEmpty()) {
            throw new BackupException("the time-series store is not empty: name an empty one to restore into");
        }
        try (InputStream lines = archive.file(LINES)) {
            ReadingLines.read(lines, batch -> append(store, batch));
        }
    }

    /** What the store keeps no longer, because of its retention, is not restored. */
    private static void append(TimeSeriesStore store, List<Reading> batch) {
        try {
            Running.await(store.append(batch));
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new BackupException("the folder " + folder + " is not empty: name an empty one");
                }
            }
        }
    }
}
