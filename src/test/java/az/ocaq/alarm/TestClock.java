package az.ocaq.alarm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
final class TestClock extends Clock {
    private Instant now;
    private boolean failing;

    TestClock(Instant now) {
        this.now = now;
    }

    /** Throws when it is looked at next. */
    void failOnce() {
        failing = true;
    }

    void forward(Duration time) {
        now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        if (failing) {
            failing = false;
            throw new IllegalStateException("the clock fails");
        }
        return now;
    }
}
