package az.ocaq;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sees to it that the disk of the data directory never gets full, because neither databases nor logs survive that well. Below
 * the reserve the embedded broker takes nothing more from devices; what it has already is still stored, from the first half
 * of the reserve; below half of it nothing is. Thread-safe.
 */
final class DiskReserve {
    private final Path directory;
    private final long reserve;

    /** @param reserve in bytes; 0 for none */
    DiskReserve(Path directory, long reserve, MeterRegistry meters) {
        this.directory = directory;
        this.reserve = reserve;
        var unused = Gauge.builder("ocaq.disk.free", this::free)
                .description("Free bytes on the disk of the data directory")
                .baseUnit("bytes")
                .register(meters);
    }

    /** Whether devices' messages are taken. */
    boolean isKept() {
        return free() >= reserve;
    }

    /** Fails, with a sentence for a person, when nothing may be stored. */
    Future<Void> require() {
        long free = free();
        return free >= reserve / 2
                ? Future.succeededFuture()
                : Future.failedFuture("only " + (free >> 20) + " MB are free on the disk of " + directory
                        + ", less than half of data_reserve (" + (reserve >> 20) + " MB): free some space");
    }

    /** Free part of the disk. */
    double freePercent() {
        try {
            FileStore disk = Files.getFileStore(directory);
            return disk.getTotalSpace() > 0 ? 100.0 * disk.getUsableSpace() / disk.getTotalSpace() : 100;
        } catch (IOException e) {
            return 0;
        }
    }

    private long free() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
