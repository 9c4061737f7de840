package az.ocaq.cli;

import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Waits for Ctrl-C or SIGTERM, and closes what runs before Java's shutdown begins: that runs all shutdown hooks at once, and
 * the one of H2 takes the database away from work that is still to be kept.
 */
final class Stop {
    private static final int SIGNALLED = 128;

    private Stop() {}

    /**
     * Returns once the process was asked to end and the running part is closed.
     *
     * @return the status to exit with, as Java does by itself: 128 and the number of the signal
     */
    static int await(AutoCloseable running) {
        CompletableFuture<Integer> asked = new CompletableFuture<>();
        for (String name : new String[] {"HUP", "INT", "TERM"}) {
            Signal signal = new Signal(name);
            SignalHandler before = Signal.handle(signal, it -> asked.complete(SIGNALLED + it.getNumber()));
            if (before.equals(SignalHandler.SIG_IGN)) {
                // whoever started this wants it to live on, as nohup does
                SignalHandler unused = Signal.handle(signal, before);
            }
        }
        int status = asked.join();
        close(running);
        return status;
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
