package az.ocaq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Mosquitto of this machine on loopback that keeps its sessions on disk. */
public final class MosquittoServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final Path directory;
    private final int port;
    private Process process;

    private MosquittoServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = run();
    }

    public static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    /** One that takes everybody, and keeps all that waits. */
    public static MosquittoServer start(Path directory) throws IOException {
        return start(directory, "allow_anonymous true", "max_queued_messages 0");
    }

    /** One with lines of its configuration of the test's own. */
    public static MosquittoServer start(Path directory, String... lines) throws IOException {
        int port = FreePort.find();
        Files.writeString(configuration(directory), """
                listener %d 127.0.0.1
                persistence true
                persistence_location %s/
                user %s
                %s
                """.formatted(
                        port, directory, System.getProperty("user.name"), String.join("\n", lines)));
        return new MosquittoServer(directory, port);
    }

    private static Path configuration(Path directory) {
        return directory.resolve("mosquitto.conf");
    }

    private Process run() throws IOException {
        Process started = new ProcessBuilder(
                        PROGRAM.toString(), "-c", configuration(directory).toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return true;
            }
        });
        return started;
    }

    /** Kills it as the kernel would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on what it has saved, after its end. */
    void restart() throws IOException {
        process = run();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Has it read its accounts again. */
    public void reload() throws IOException, InterruptedException {
        int unused = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}
