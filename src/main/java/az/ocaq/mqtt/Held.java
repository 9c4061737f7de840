package az.ocaq.mqtt;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes of messages between their arrival and their acknowledgement: MQTT's receive maximum counts messages, of
 * whatever size. Shared by all connections of one client, because what came over a lost one is still being kept. Thread-safe.
 */
final class Held {
    /** What a message weighs beside its payload: objects, and the values that are decoded from it. */
    private static final int WEIGHT = 1_024;

    private final long most;
    private final long patienceNanos;
    private long bytes;
    private boolean closed;

    Held(long most, Duration patience) {
        this.most = most;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Takes a message's bytes, waiting for room for some seconds. False, and nothing is taken, when there was none. A single
     * message always fits.
     */
    synchronized boolean take(int payload) {
        await(() -> !isTooMuch(payload));
        if (isTooMuch(payload)) {
            return false;
        }
        bytes += weight(payload);
        return true;
    }

    /** Waits for some seconds until nothing is held. */
    synchronized void awaitNone() {
        await(this::isNone);
    }

    /** Gives back what messages took, once they are kept or will not be. */
    synchronized void give(long weight) {
        bytes -= weight;
        notifyAll();
    }

    /** What a message takes. */
    static long weight(int payload) {
        return (long) WEIGHT + payload;
    }

    synchronized boolean isNone() {
        return bytes == 0;
    }

    /** Nobody waits any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void await(BooleanSupplier reached) {
        long end = System.nanoTime() + patienceNanos;
        try {
            for (long left = patienceNanos;
                    left > 0 && !closed && !reached.getAsBoolean();
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTooMuch(int payload) {
        return bytes > 0 && bytes + weight(payload) > most;
    }
}
