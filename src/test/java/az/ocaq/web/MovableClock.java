package az.ocaq.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. May be used from any thread. */
public final class MovableClock extends Clock {
    private volatile Instant now;
    private volatile boolean failing;

    public MovableClock(Instant now) {
        this.now = now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    /** Throws when it is looked at next. */
    public void failOnce() {
        failing = true;
    }

    @Override
    public Instant instant() {
        if (failing) {
            failing = false;
            throw new IllegalStateException("the clock fails");
        }
        return now;
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
