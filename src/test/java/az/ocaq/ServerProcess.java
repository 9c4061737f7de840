package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The whole server in a process of its own, as the launcher starts it, to be killed. */
final class ServerProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int LAST_LINES = 60;

    private final Process process;
    private final Path output;
    private final int mqttPort;
    private final int httpPort;

    private ServerProcess(Process process, Path output, int mqttPort, int httpPort) {
        this.process = process;
        this.output = output;
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
    }

    /** Starts it on a data directory with anonymous devices on loopback and waits until it takes messages. */
    static ServerProcess start(Path data) throws IOException {
        return start(data, Map.of());
    }

    /** Likewise, with settings by their environment variables and options of the Java machine. */
    static ServerProcess start(Path data, Map<String, String> settings, String... options) throws IOException {
        return running(launch(data, settings, List.of(options), FreePort.find(), FreePort.find(), List.of("serve")));
    }

    /** Likewise, but does not wait: whoever starts it calls {@link #awaitRunning}. */
    static ServerProcess launch(Path data, Map<String, String> settings) throws IOException {
        return launch(data, settings, List.of(), FreePort.find(), FreePort.find(), List.of("serve"));
    }

    /** Starts the demo on a data directory and waits until it is ready. */
    static ServerProcess demo(Path data, String... more) throws IOException {
        int mqttPort = FreePort.find();
        int httpPort = FreePort.find();
        List<String> command = new ArrayList<>(List.of("demo", "--data-dir", data.toString()));
        command.addAll(List.of("--mqtt-port", Integer.toString(mqttPort), "--http-port", Integer.toString(httpPort)));
        command.addAll(List.of(more));
        return running(launch(data, Map.of(), List.of(), mqttPort, httpPort, command));
    }

    private static ServerProcess running(ServerProcess launched) {
        launched.awaitRunning();
        return launched;
    }

    private static ServerProcess launch(
            Path data,
            Map<String, String> settings,
            List<String> options,
            int mqttPort,
            int httpPort,
            List<String> arguments)
            throws IOException {
        Path output = Files.createTempFile("ocaq-server", ".log");
        output.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(command(options, arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("OCAQ_DATA_DIR", data.toString());
        builder.environment().put("OCAQ_MQTT_PORT", Integer.toString(mqttPort));
        builder.environment().put("OCAQ_MQTT_ANONYMOUS", "true");
        builder.environment().put("OCAQ_HTTP_PORT", Integer.toString(httpPort));
        builder.environment().putAll(settings);
        return new ServerProcess(builder.start(), output, mqttPort, httpPort);
    }

    /** How a command of the program is started, with options of the Java machine. */
    static List<String> command(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(options);
        command.addAll(List.of(
                // it lives for seconds: what makes long runs fast takes a third of a start
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Waits until it takes messages; fails with its last words when it ends before. */
    void awaitRunning() {
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> hasSaidThatItRuns() || !process.isAlive());
            assertThat(hasSaidThatItRuns()).isTrue();
        } catch (ConditionTimeoutException | AssertionError | IOException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not start; it said last:\n" + lastWords(), e);
        }
    }

    private boolean hasSaidThatItRuns() throws IOException {
        return Files.readString(output).lines().anyMatch(line -> line.startsWith("Ocaq is running"));
    }

    /** The end of what it has written. */
    private String lastWords() {
        try {
            List<String> lines = Files.readString(output).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "what it said cannot be read: " + e.getMessage();
        }
    }

    /** What follows a word on the line that begins with it. */
    String said(String word) throws IOException {
        return Files.readString(output)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    int mqttPort() {
        return mqttPort;
    }

    /** The most memory that it ever had in the machine, in kB. */
    long mostResident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What {@code /health/ready} answers. */
    int ready() throws IOException, InterruptedException {
        return HTTP.send(request("/health/ready"), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Kills it as the kernel would, without a chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Has it stand still until it is told to go on, as a machine that is out of memory or suspended does. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits until it has ended by itself. */
    void awaitEnd() {
        var unused = process.onExit().orTimeout(120, TimeUnit.SECONDS).join();
    }

    /** Waits until it has kept all that its own broker had for it, and nothing more has come for a second. */
    void awaitBacklogTaken() {
        long[] before = {-1};
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(4))
                    .pollDelay(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        long received = metric("ocaq_messages_received_total");
                        boolean settled = received == before[0]
                                && received == metric("ocaq_messages_acknowledged_total")
                                && metric("ocaq_broker_backlog") == 0;
                        before[0] = received;
                        return settled;
                    });
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("the server has not taken its backlog; it said last:\n" + lastWords(), e);
        }
    }

    /** A counter of {@code /metrics}. */
    long metric(String name) throws IOException, InterruptedException {
        return HTTP.send(request("/metrics"), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).build();
    }

    /** Asks it to stop, waits until it has, and returns its last line. */
    String stop() throws IOException {
        close();
        return Files.readString(output)
                .lines()
                .reduce((first, second) -> second)
                .orElse("");
    }

    /** The status with which it has ended. */
    int status() {
        return process.exitValue();
    }

    /** What it has written so far. */
    String said() throws IOException {
        return Files.readString(output);
    }

    /** Asks it to stop and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        var unused = process.onExit().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
