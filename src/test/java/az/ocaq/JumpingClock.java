package az.ocaq;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The machine's clock, until somebody sets it forward or back. */
final class JumpingClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    /** Sets it. */
    void ahead(Duration ofTheMachine) {
        ahead = ofTheMachine;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
