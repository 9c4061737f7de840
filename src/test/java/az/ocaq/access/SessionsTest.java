package az.ocaq.access;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.web.MovableClock;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SessionsTest {
    private static final Actor OPERATOR = new Actor("operator", Role.OPERATOR, Set.of(), Set.of(), Optional.empty());

    private static final Actor ADMIN = new Actor("admin", Role.ADMIN, Set.of(), Set.of(), Optional.empty());

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
    void open_moreThanAnAccountMayHave_endsItsOldestOnly() {
        Sessions sessions = new Sessions(clock);
        String other = sessions.open(ADMIN).secret();
        String first = sessions.open(OPERATOR).secret();

        for (int i = 0; i < 20; i++) {
            var unused = sessions.open(OPERATOR);
        }

        assertThat(sessions.find(first)).isEmpty();
        assertThat(sessions.find(other)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void restart_keepsSessionsButThoseEndedOrOfChangedAccounts(OperationalDatabase kind) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Database database = kind.open(vertx);
                Accounts accounts = QuickAccounts.open(vertx, database, clock)) {
            done(accounts.create(ADMIN, "correct horse"));
            done(accounts.create(OPERATOR, "correct horse"));
            clock.advance(Duration.ofSeconds(1));
            Sessions before = new Sessions(clock);
            String kept = before.open(ADMIN).secret();
            String ended = before.open(ADMIN).secret();
            String changed = before.open(OPERATOR).secret();
            Actor guest = new Actor("sso:leyla", Role.OPERATOR, Set.of("aghali"), Set.of(), Optional.empty());
            String external = before.open(guest, "provider").secret();
            String ofAnother = before.open(guest, "another provider").secret();
            SessionTable table = new SessionTable(database, before, "provider");
            done(table.flush());
            before.end(ended);
            done(table.flush());
            clock.advance(Duration.ofHours(11));
            done(accounts.changePassword("operator", "another horse"));

            Sessions after = new Sessions(clock);
            done(new SessionTable(database, after, "provider").restore());

            assertThat(after.find(kept)).isEqualTo(before.find(kept)).isPresent();
            assertThat(after.find(external).orElseThrow().actor()).isEqualTo(guest);
            assertThat(after.find(ended)).isEmpty();
            assertThat(after.find(changed)).isEmpty();
            assertThat(after.find(ofAnother)).isEmpty();
            clock.advance(Duration.ofHours(2));
            assertThat(after.find(external)).as("lives for 12 hours at most").isEmpty();
        } finally {
            done(vertx.close());
        }
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
