package az.ocaq;

import az.ocaq.backup.ArchiveFile;
import az.ocaq.backup.BackupException;
import az.ocaq.backup.Manifest;
import az.ocaq.database.Database;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;

/** Copies of everything that an installation keeps. Blocks. */
public final class Backup {
    private Backup() {}

    /**
     * Makes an archive, of the running server or, when none runs, of what it left. The file appears, readable for its owner
     * only, once it is whole and was read again. Fails with a {@link BackupException}.
     *
     * @return what is in it
     */
    public static Manifest make(Installation installation, Path file, Clock clock) {
        Path data = installation.settings().dataDir();
        if (!Files.isDirectory(data)) {
            throw new BackupException("there is no data in " + data + ": name the server's settings with --config");
        }
        if (Files.exists(file)) {
            throw new BackupException(file + " is there already: choose another name");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    OutputStream out = Channels.newOutputStream(channel)) {
                write(installation, out, clock);
                channel.force(true);
            }
            try (ArchiveFile archive = ArchiveFile.open(part)) {
                Files.move(part, file);
                return archive.manifest();
            }
        } catch (IOException e) {
            throw new BackupException("no backup was made: " + reason(e), e);
        } finally {
            delete(part);
        }
    }

    private static void write(Installation installation, OutputStream out, Clock clock) throws IOException {
        if (!BackupSocket.fetch(installation.settings().dataDir(), out)) {
            writeStopped(installation, out, clock);
        }
    }

    private static void writeStopped(Installation installation, OutputStream out, Clock clock) throws IOException {
        Settings settings = installation.settings();
        try (Running running = new Running()) {
            var unused = running.with(DataDirectory.open(settings.dataDir()), DataDirectory::close);
            Vertx vertx = running.with(Vertx.vertx(), it -> Running.await(it.close()));
            TimeSeriesStore store = running.with(installation.openStore(vertx, clock), it -> Running.await(it.close()));
            Database database = running.with(installation.openDatabase(vertx), Database::close);
            new BackupWriter(settings, store, database, Supplier::get, clock).writeTo(out, false);
        }
    }

    private static String reason(IOException failure) {
        return failure.getClass() == IOException.class ? String.valueOf(failure.getMessage()) : failure.toString();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BackupException("cannot delete " + file + ": delete it", e);
        }
    }
}
