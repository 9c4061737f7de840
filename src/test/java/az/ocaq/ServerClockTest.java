package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.web.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ServerClockTest {
    private static final Instant NOON = Instant.parse("2026-06-01T08:00:00Z");

    private final MovableClock machine = new MovableClock(NOON);
    private long nanos = 123;
    private final ServerClock clock = new ServerClock(machine, () -> nanos);

    @Test
    void instant_follows_theMachinesClock() {
        pass(Duration.ofMillis(1_234));

        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1_234));
        assertThat(clock.takeJump()).isEmpty();
    }

    @Test
    void instant_smallCorrection_isFollowed_andNeverGoesBack() {
        machine.advance(Duration.ofSeconds(2));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(2));

        machine.advance(Duration.ofSeconds(-2));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(2));
        pass(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void instant_setForward_goesOnUntilTheJumpIsTaken() {
        machine.advance(Duration.ofHours(1));
        pass(Duration.ofSeconds(10));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
        assertThat(clock.takeJump()).contains(new ServerClock.Jump(NOON.plusSeconds(10), NOON.plusSeconds(3_610)));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3_610));
        assertThat(clock.takeJump()).isEmpty();
    }

    @Test
    void instant_setBack_runsAtHalfSpeedUntilTheMachineHasCaughtUp() {
        machine.advance(Duration.ofHours(-1));
        for (int second = 0; second < 3_600; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(clock.instant()).isEqualTo(NOON.plusMillis(500L * (second + 1)));
        }

        for (int second = 0; second < 3_700; second++) {
            pass(Duration.ofSeconds(1));
            Instant unused = clock.instant();
        }

        assertThat(clock.instant()).isEqualTo(machine.instant());
        assertThat(clock.takeJump()).isEmpty();
    }

    @Test
    void instant_setForwardAndBackAgain_isNoJump() {
        machine.advance(Duration.ofHours(1));
        pass(Duration.ofMillis(200));
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(200));
        machine.advance(Duration.ofHours(-1));

        assertThat(clock.takeJump()).isEmpty();
        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(200));
    }

    private void pass(Duration time) {
        machine.advance(time);
        nanos += time.toNanos();
    }
}
