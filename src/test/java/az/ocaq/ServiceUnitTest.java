package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The unit of the documentation, as systemd reads it. */
final class ServiceUnitTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    static boolean systemdIsThere() {
        return Files.isExecutable(ANALYZE);
    }

    @Test
    @EnabledIf("systemdIsThere")
    void unit_hasNothingThatSystemdDoesNotKnow(@TempDir Path folder) throws Exception {
        String unit = Files.readString(Path.of("docs/ocaq.service"));
        Path file = folder.resolve("ocaq.service");
        // where it is installed, there are that program and that user
        Files.writeString(file, unit.replace("/opt/ocaq/ocaq", "/bin/true").replace("User=ocaq", "User=root"));

        assertThat(verify(file)).isEmpty();
        Files.writeString(file, unit.replace("/opt/ocaq/ocaq", "/bin/true").replace("PrivateTmp", "PrivateTemp"));
        assertThat(verify(file)).contains("PrivateTemp");
    }

    /** As systemd rates units: from 0, shut in, to 10, not at all; the usual service has 9.6. */
    @Test
    @EnabledIf("systemdIsThere")
    void unit_isConfined() throws Exception {
        Process process = new ProcessBuilder(
                        ANALYZE.toString(),
                        "security",
                        "--offline=true",
                        "--no-pager",
                        "--threshold=35",
                        "docs/ocaq.service")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("Overall exposure level for ocaq.service: 3.");
    }

    private static String verify(Path unit) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(ANALYZE.toString(), "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int unused = process.waitFor();
        return said;
    }
}
