package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ocaq demo} as its user starts it, stops it and starts it again. */
@Timeout(600)
final class DemoTest {
    private static final String[] SHORT = {"--fleet", "aghali", "--history", "6h"};
    private static final String METER = "aghali/home-017/meter";

    @Test
    void demo_startedAgain_goesOnWithItsDataAndAccounts(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Instant began = Instant.now();
        String password;
        List<Double> counted;
        try (ServerProcess demo = ServerProcess.demo(data, SHORT)) {
            password = demo.said("password");
            OperatorClient operator = OperatorClient.signIn(demo.address(), "operator", password);
            counted = counted(operator, began);
            assertThat(counted)
                    .as("the history that was filled in")
                    .hasSizeGreaterThan(20)
                    .isSorted();
            assertLive(operator, began);
            assertThat(demo.stop()).isEqualTo("Ocaq has stopped.");
        }
        Instant again = Instant.now();
        try (ServerProcess demo = ServerProcess.demo(data, SHORT)) {
            assertThat(demo.said("password")).isEqualTo(password);
            OperatorClient operator = OperatorClient.signIn(demo.address(), "operator", password);
            assertLive(operator, again);
            List<Double> now = counted(operator, began);
            assertThat(now).as("registers go on").isSorted();
            assertThat(now.subList(0, counted.size())).isEqualTo(counted);
        }
    }

    @Test
    void demo_thatCannotStart_saysInOneSentenceWhatToDo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refusal(folder.resolve("data"), port, "0"))
                    .contains("HTTP")
                    .contains(port);
            assertThat(refusal(folder.resolve("data"), "0", port))
                    .contains("MQTT")
                    .contains(port);
        }
        assertThat(refusal(file, "0", "0")).contains(file.toString()).contains("choose another data directory");
    }

    /** The one line with which it ends on a data directory. */
    private static String refusal(Path data, String http, String mqtt) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("demo", "--data-dir", data.toString()));
        arguments.addAll(List.of("--http-port", http, "--mqtt-port", mqtt));
        Process process = new ProcessBuilder(ServerProcess.command(List.of(), arguments)).start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said.lines()).as(said).hasSize(1);
        return said;
    }

    /** The register of a home, from before until now. */
    private static List<Double> counted(OperatorClient operator, Instant began) throws Exception {
        String answer = operator.get("/api/v1/series?step=raw&metric=energy_import&device=" + METER + "&from="
                + began.minusSeconds(7 * 3600) + "&to=" + began.plusSeconds(24 * 3600));
        return new JsonObject(answer)
                .getJsonArray("points").stream()
                        .map(it -> ((JsonArray) it).getDouble(1))
                        .toList();
    }

    /** Its devices speak now. */
    private static void assertLive(OperatorClient operator, Instant since) {
        Awaitility.await().until(() -> newest(operator).isAfter(since));
    }

    private static Instant newest(OperatorClient operator) throws IOException, InterruptedException {
        String answer = operator.get("/api/v1/devices/" + METER + "/latest");
        return new JsonObject(answer)
                .getJsonArray("values").stream()
                        .map(it -> Instant.ofEpochMilli(((JsonObject) it).getLong("time")))
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
    }
}
