package az.ocaq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that one running server keeps all its data in, locked for this process while it is open. */
final class DataDirectory implements AutoCloseable {
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

    /** The folder of one part, inside. */
    Path of(String part) {
        return path.resolve(part);
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
