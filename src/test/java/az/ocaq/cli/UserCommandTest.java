package az.ocaq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
final class UserCommandTest {
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void prepare() throws IOException {
        Path config = Path.of("config").toAbsolutePath();
        Files.writeString(directory.resolve("password"), "long enough\n");
        Files.writeString(directory.resolve("ocaq.yaml"), """
                data_dir: data
                devices_dir: %s
                alarms_dir: %s
                crews: %s
                contacts: %s
                tariffs: %s
                """.formatted(
                        Path.of("devices").toAbsolutePath(),
                        config.resolve("alarms"),
                        config.resolve("crews.yaml"),
                        config.resolve("contacts.yaml"),
                        config.resolve("tariffs.yaml")));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
    }

    private String config() {
        return directory.resolve("ocaq.yaml").toString();
    }

    private static int run(Object command, StringWriter errors, String... arguments) {
        return new CommandLine(command).setErr(new PrintWriter(errors)).execute(arguments);
    }

    @Test
    void user_addedListedAndRemoved_isKeptInTheDatabase() {
        StringWriter errors = new StringWriter();
        String password = directory.resolve("password").toString();

        int added = run(
                new UserCommand(),
                errors,
                "--config",
                config(),
                "add",
                "--role=operator",
                "--password-file",
                password,
                "anna");
        int listed = run(new UserCommand(), errors, "list", "--config", config());
        int token = run(new TokenCommand(), errors, "--config", config(), "add", "--title=report", "anna");
        int removed = run(new UserCommand(), errors, "--config", config(), "remove", "anna");
        int again = run(new UserCommand(), errors, "--config", config(), "remove", "anna");

        assertThat(new int[] {added, listed, token, removed})
                .as(errors.toString())
                .containsOnly(0);
        assertThat(again).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no account 'anna'");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("anna\toperator\tall\tall")
                .containsPattern("(?m)^ocaq_\\S+$")
                .doesNotContain("long enough");
    }

    @Test
    void user_unknownSettlement_isRefusedWithOneSentence() {
        StringWriter errors = new StringWriter();

        int status = run(
                new UserCommand(),
                errors,
                "--config",
                config(),
                "add",
                "--role=operator",
                "--settlement=atlantis",
                "--password-file",
                directory.resolve("password").toString(),
                "anna");

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString()).contains("there is no settlement 'atlantis'");
    }
}
