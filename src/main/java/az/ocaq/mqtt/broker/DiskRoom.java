package az.ocaq.mqtt.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * Sees that the disk is not full before a message is acknowledged. Artemis hands a record of a page to the disk once and does
 * not look how much of it was taken: on a disk that has no room left the last one may be a part. Thread-safe.
 */
final class DiskRoom {
    /** Above the blocks of any file system: with so much free, nothing was cut short. */
    private static final long LEAST = 64 << 10;

    private final File directory;
    private final BiConsumer<Throwable, String> full;

    /** @param full ends the process when the disk is full */
    DiskRoom(Path directory, BiConsumer<Throwable, String> full) {
        this.directory = directory.toFile();
        this.full = full;
    }

    /** To be called before each acknowledgement. */
    void require() {
        if (directory.getUsableSpace() < LEAST) {
            full.accept(new IOException("No space left on device"), "a message that may be written in part");
        }
    }
}
