package az.ocaq.mqtt;

import az.ocaq.mqtt.broker.BrokerSettings;
import az.ocaq.mqtt.broker.EmbeddedBroker;
import java.nio.file.Path;

/** The embedded broker in a process of its own, to be killed. Prints its port, then runs until then. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(
                new BrokerSettings(Path.of(arguments[0]), "127.0.0.1", 0, true, 1 << 20, "ocaq", "secret"));
        System.out.println(broker.port());
        new java.util.concurrent.CountDownLatch(1).await();
    }

    /** Starts one as a child and waits until it listens. */
    static Process start(Path directory) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
