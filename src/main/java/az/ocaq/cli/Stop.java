package az.ocaq.cli;

import java.util.concurrent.CountDownLatch;

/** Waits for Ctrl-C or SIGTERM. */
final class Stop {
    private Stop() {}

    /** Returns never; closes the running part when the process is asked to end. */
    static void await(AutoCloseable running) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running), "stop"));
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
            System.out.println("Ocaq has stopped.");
        } catch (Exception e) { // AutoCloseable declares nothing narrower
            System.err.println("Ocaq did not stop cleanly: " + e.getMessage());
        }
    }
}
