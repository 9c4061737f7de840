package az.ocaq.mqtt.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import az.ocaq.mqtt.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskRoomTest {
    private final List<String> ended = new ArrayList<>();

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        boolean mounted = Command.succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        assumeTrue(mounted, "a disk of its own cannot be mounted: only root may");
    }

    @AfterEach
    void unmount() throws Exception {
        var unused = Command.succeeds("umount", "-l", disk.toString());
    }

    @Test
    void diskFull_nothingIsAcknowledgedAnyMore() throws Exception {
        DiskRoom room = new DiskRoom(disk, (cause, what) -> ended.add(cause.getMessage()));

        room.require();
        assertThat(ended).isEmpty();

        fill();
        room.require();
        assertThat(ended).containsExactly("No space left on device");
    }

    private void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            for (int written = 0; written <= 1 << 20; written += block.length) {
                filler.write(block);
            }
        } catch (IOException e) {
            // full, as it is meant to be
        }
    }
}
