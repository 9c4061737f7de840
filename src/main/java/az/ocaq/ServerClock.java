package az.ocaq;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time that timers run on: never goes back, and does not jump when the machine's clock is set. Set forward, it goes on as
 * if nothing had happened until somebody asks for the {@link #takeJump jump}, which is then like a standstill of the server.
 * Set back, it runs at half speed until the machine's clock has caught up. Differences of a few seconds are made up for
 * quietly. May be used from any thread.
 */
final class ServerClock extends Clock {
    private static final long JUMP_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock machine;
    private final LongSupplier nanos;
    private long present;
    private long measuredAt;
    private long ahead;

    /** From when to when time jumped. */
    record Jump(Instant from, Instant to) {}

    /** @param nanos a measure of passing time that nobody sets, such as {@link System#nanoTime} */
    ServerClock(Clock machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        this.present = told();
        this.measuredAt = nanos.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long measured = nanos.getAsLong();
        long passed = measured - measuredAt;
        measuredAt = measured;
        long difference = told() - (present + passed);
        ahead = 0;
        if (difference > JUMP_NANOS) {
            present += passed;
            ahead = difference;
        } else if (difference < -JUMP_NANOS) {
            present += passed / 2;
        } else {
            present = Math.max(present, present + passed + difference);
        }
        return Instant.ofEpochMilli(present / NANOS_PER_MILLI);
    }

    /** Whether the machine's clock was set forward; if so, this one follows it now. */
    synchronized Optional<Jump> takeJump() {
        Instant from = instant();
        if (ahead == 0) {
            return Optional.empty();
        }
        present += ahead;
        ahead = 0;
        return Optional.of(new Jump(from, Instant.ofEpochMilli(present / NANOS_PER_MILLI)));
    }

    private long told() {
        return machine.millis() * NANOS_PER_MILLI;
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new ServerClock(machine.withZone(zone), nanos);
    }
}
