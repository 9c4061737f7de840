package az.ocaq.mqtt;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The embedded broker in a process of its own, to be killed. Prints its port, then runs until then. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        EmbeddedBroker broker = EmbeddedBroker.start(
                new BrokerSettings(Path.of(arguments[0]), "127.0.0.1", port, true, 1 << 20, "ocaq", "secret"));
        System.out.println(broker.port());
        new java.util.concurrent.CountDownLatch(1).await();
    }

    /** Starts one as a child, on a free port. */
    static Process start(Path directory) throws Exception {
        return start(directory, 0);
    }

    /** Starts one as a child. */
    static Process start(Path directory, int port) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString(),
                        String.valueOf(port))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until a child listens, and returns its port. */
    static int port(Process child) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return Integer.parseInt(output.readLine());
    }
}
