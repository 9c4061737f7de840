package az.ocaq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that one running server keeps all its data in, locked for this process while it is open. */
final class DataDirectory implements AutoCloseable {
    /** Of the files in the folder, not of the database, which knows its own; counts up when an older program must not read them. */
    private static final int LAYOUT = 1;

    private static final String LAYOUT_FILE = "layout";
    private static final String RESTORING = "restoring";
    private static final String SERVER = "server.id";
    private static final String ADDRESS = "server.url";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Makes the folder when it is not there and locks it; fails with a {@link StartException} that says what to do. */
    static DataDirectory open(Path path) {
        try {
            make(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve("ocaq.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new StartException("another Ocaq uses " + path + ": stop it or choose another data directory");
            }
            try {
                check(path);
            } catch (StartException e) {
                lockFile.close();
                throw e;
            }
            return new DataDirectory(path, lockFile);
        } catch (IOException e) {
            throw new StartException(
                    "cannot write to " + path + " (" + e.getClass().getSimpleName()
                            + "): choose another data directory or change its rights",
                    e);
        }
    }

    /** Makes the folder when it is not there, for its owner only. */
    static void make(Path path) throws IOException {
        if (Files.notExists(path)) {
            var unused = Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
    }

    /** Begins to fill an empty or missing folder; until {@link #restored} no server starts on it. */
    static void beginRestore(Path path) throws IOException {
        make(path);
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new StartException(
                        "the data directory " + path + " is not empty: name an empty one to restore into");
            }
        }
        var unused = Files.createFile(path.resolve(RESTORING));
    }

    /** Ends what {@link #beginRestore} began. */
    static void restored(Path path) throws IOException {
        Files.delete(path.resolve(RESTORING));
    }

    private static void check(Path path) throws IOException {
        if (Files.exists(path.resolve(RESTORING))) {
            throw new StartException("a restore into " + path + " was not finished: empty it and restore again");
        }
        Path file = path.resolve(LAYOUT_FILE);
        String layout = Files.exists(file) ? Files.readString(file).strip() : "";
        if (layout.isEmpty()) {
            Files.writeString(file, Integer.toString(LAYOUT));
        } else if (!layout.matches("\\d{1,9}") || Integer.parseInt(layout) > LAYOUT) {
            throw new StartException("the data in " + path + " is of a newer Ocaq (layout " + layout
                    + ", this one knows up to " + LAYOUT + "): start that one, or restore a backup made before it");
        }
    }

    /** What tells the server of this folder from every other, also after a restart. */
    String server() {
        Path file = path.resolve(SERVER);
        try {
            if (Files.notExists(file)) {
                Path written = path.resolve(SERVER + ".new");
                Files.writeString(written, UUID.randomUUID().toString());
                Path unused = Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartException("cannot read or write " + file + ": free some space or change its rights", e);
        }
    }

    /** Writes down where the server is reached, for commands on the same machine. */
    void announce(URI address) {
        try {
            Files.writeString(path.resolve(ADDRESS), address.toString());
        } catch (IOException e) {
            throw new StartException("cannot write to " + path + ": free some space or choose another directory", e);
        }
    }

    /** Where the server that uses a folder is reached; empty when none has since it was last stopped cleanly. */
    static Optional<URI> announced(Path path) {
        try {
            return Optional.of(
                    URI.create(Files.readString(path.resolve(ADDRESS)).strip()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS));
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
