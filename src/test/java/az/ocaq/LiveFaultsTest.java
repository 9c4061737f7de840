package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ocaq simulate --fault -}: somebody types what goes wrong while the village runs. */
@Timeout(180)
final class LiveFaultsTest {
    @Test
    void faults_typedWhileTheVillageRuns_areTakenOrRefusedInOneSentence_andItGoesOn(@TempDir Path folder)
            throws Exception {
        Path labels = folder.resolve("labels.jsonl");
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                new BrokerSettings(folder.resolve("broker"), "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"))) {
            Process simulator = new ProcessBuilder(ServerProcess.command(
                            List.of(),
                            List.of(
                                    "simulate",
                                    "--fleet",
                                    "aghali",
                                    "--broker",
                                    broker.url(),
                                    "--fault",
                                    "-",
                                    "--labels",
                                    labels.toString())))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader said = simulator.inputReader(StandardCharsets.UTF_8)) {
                try (Writer typed = simulator.outputWriter(StandardCharsets.UTF_8)) {
                    assertThat(said(said)).contains("publishes to");
                    assertThat(answer("rubbish", typed, said)).contains("rubbish", "kind target from to");
                    assertThat(answer("nonsense aghali/home-017/meter +0m +1h", typed, said))
                            .contains("nonsense");
                    assertThat(answer("stuck aghali/nowhere/meter +0m +1h", typed, said))
                            .contains("aghali/nowhere/meter");
                    assertThat(answer(
                                    "stuck aghali/home-017/meter 2020-01-01T00:00:00Z 2020-01-02T00:00:00Z",
                                    typed,
                                    said))
                            .contains("is over");
                    String label = answer("stuck aghali/home-017/meter +0m +1h metric=voltage_l1", typed, said);
                    assertThat(new JsonObject(label).getString("device")).isEqualTo("aghali/home-017/meter");
                    assertThat(Files.readAllLines(labels)).containsExactly(label);
                }
                assertThat(said.readLine()).as("it goes on without input").startsWith("simulate: ");
            } finally {
                simulator.destroy();
                assertThat(simulator.waitFor()).isBetween(0, 143);
            }
        }
    }

    private static String answer(String line, Writer typed, BufferedReader said) throws IOException {
        typed.write(line + "\n");
        typed.flush();
        return said(said);
    }

    /** The next line that is not of its pace, nor of logging. */
    private static String said(BufferedReader said) throws IOException {
        String line = said.readLine();
        while (line != null && (line.startsWith("simulate: ") || line.startsWith("Log configuration"))) {
            line = said.readLine();
        }
        assertThat(line).as("it ended").isNotNull();
        return String.valueOf(line);
    }
}
