package az.ocaq.access;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.web.MovableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Actor OPERATOR = new Actor("operator", Role.OPERATOR, Set.of(), Set.of(), Optional.empty());

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));

    @Test
    void find_usedNowAndThen_livesForSevenDaysAtMost() {
        Sessions sessions = new Sessions(clock);
        String secret = sessions.open(OPERATOR).secret();

        for (int i = 0; i < 16; i++) {
            clock.advance(Duration.ofHours(10));
            assertThat(sessions.find(secret)).as("after %d hours", (i + 1) * 10).isPresent();
        }
        clock.advance(Duration.ofHours(10));

        assertThat(sessions.find(secret)).isEmpty();
    }

    @Test
    void find_notUsedForTwelveHours_hasEnded() {
        Sessions sessions = new Sessions(clock);
        String secret = sessions.open(OPERATOR).secret();

        clock.advance(Duration.ofHours(12).plusSeconds(1));

        assertThat(sessions.find(secret)).isEmpty();
    }

    @Test
    void open_tooMany_endsTheOneUsedLongestAgo() {
        Sessions sessions = new Sessions(clock, 2);
        String first = sessions.open(OPERATOR).secret();
        String second = sessions.open(OPERATOR).secret();
        assertThat(sessions.find(first)).isPresent();

        String third = sessions.open(OPERATOR).secret();

        assertThat(sessions.find(second)).isEmpty();
        assertThat(sessions.find(first)).isPresent();
        assertThat(sessions.find(third)).isPresent();
    }

    @Test
    void endChanged_accountGoneOrChanged_endsItsSessionsOnly() {
        Sessions sessions = new Sessions(clock);
        String changed = sessions.open(OPERATOR).secret();
        String kept = sessions.open(new Actor("admin", Role.ADMIN, Set.of(), Set.of(), Optional.empty()))
                .secret();

        sessions.endChanged(Map.of(
                "operator",
                clock.instant().plusSeconds(1),
                "admin",
                clock.instant().minusSeconds(1)));

        assertThat(sessions.find(changed)).isEmpty();
        assertThat(sessions.find(kept)).isPresent();
    }

    @Test
    void passwordHash_sameTwice_differsAndBothMatch() {
        SecureRandom random = new SecureRandom();
        String one = PasswordHash.of("correct horse", PasswordHash.ROUNDS, random);
        String other = PasswordHash.of("correct horse", 1_000, random);

        assertThat(one).isNotEqualTo(other).doesNotContain("horse");
        assertThat(PasswordHash.matches("correct horse", one)).isTrue();
        assertThat(PasswordHash.matches("correct horse", other)).isTrue();
        assertThat(PasswordHash.matches("correct horsE", one)).isFalse();
    }
}
