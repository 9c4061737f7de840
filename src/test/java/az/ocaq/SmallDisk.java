package az.ocaq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import az.ocaq.mqtt.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty disk of its own for each test, in memory, which another program may fill. Only root may mount one: else the test is skipped. */
public final class SmallDisk implements BeforeEachCallback, AfterEachCallback {
    private final String size;
    private Path path = Path.of("");

    /** @param size as mount takes it, such as 8m */
    public SmallDisk(String size) {
        this.size = size;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        path = Files.createTempDirectory("ocaq-disk");
        boolean mounted = Command.succeeds("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString());
        assumeTrue(mounted, "a disk of its own cannot be mounted: only root may");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        var unused = Command.succeeds("umount", "-l", path.toString());
        Files.delete(path);
    }

    public Path path() {
        return path;
    }

    /** What fills it. */
    public Path filler() {
        return path.resolve("filler");
    }

    /** Writes until so many bytes are left; to the last one for 0. */
    public void fill(long left) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (path.toFile().getUsableSpace() > left) {
                out.write(block);
            }
        } catch (IOException e) {
            if (left > 0) {
                throw e;
            }
        }
    }

    /** There is room again. */
    public void empty() throws IOException {
        Files.delete(filler());
    }
}
