package az.ocaq.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever guesses passwords: after some failures for one account from one address, or many from one address,
 * sign-in is refused for a while. An account cannot be locked out from other addresses. Not thread-safe: confined to the web
 * server's context.
 */
public final class SignInLimit {
    private static final int FAILURES_OF_ACCOUNT = 5;
    private static final int FAILURES_OF_ADDRESS = 50;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST_KEYS = 20_000;

    private static final class Failures {
        private final Instant since;
        private int count;

        Failures(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    public SignInLimit(Clock clock) {
        this.clock = clock;
    }

    /** How long to wait before the next attempt; empty when one is allowed. Counts the attempt as failed until it succeeds. */
    public Optional<Duration> attempt(String address, String account) {
        Instant now = clock.instant();
        Optional<Duration> wait = refusal(ofAccount(address, account), FAILURES_OF_ACCOUNT, now)
                .or(() -> refusal(address, FAILURES_OF_ADDRESS, now));
        if (wait.isEmpty()) {
            count(ofAccount(address, account), now);
            count(address, now);
        }
        return wait;
    }

    /** The attempt succeeded. */
    public void succeeded(String address, String account) {
        failures.remove(ofAccount(address, account));
        Failures ofAddress = failures.get(address);
        if (ofAddress != null) {
            ofAddress.count--;
        }
    }

    private Optional<Duration> refusal(String key, int most, Instant now) {
        Failures found = failures.get(key);
        if (found == null || found.count < most) {
            return Optional.empty();
        }
        Instant end = found.since.plus(WINDOW);
        return now.isBefore(end) ? Optional.of(Duration.between(now, end)) : Optional.empty();
    }

    private void count(String key, Instant now) {
        Failures found = failures.get(key);
        if (found == null || !now.isBefore(found.since.plus(WINDOW))) {
            failures.remove(key);
            found = new Failures(now);
            failures.put(key, found);
            forgetOldest();
        }
        found.count++;
    }

    private void forgetOldest() {
        Iterator<Failures> oldest = failures.values().iterator();
        while (failures.size() > MOST_KEYS) {
            oldest.next();
            oldest.remove();
        }
    }

    private static String ofAccount(String address, String account) {
        return address + ' ' + account;
    }
}
