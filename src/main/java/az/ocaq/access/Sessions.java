package az.ocaq.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of browsers, in memory: a restart ends them. One ends when it was not used for 12 hours, 7 days after its
 * start, or when there are too many and it is the one that was used longest ago. Only hashes of its secret are kept. Not
 * thread-safe: confined to the web server's context.
 */
public final class Sessions {
    /** How long a session lives at most. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration LONGEST_IDLE = Duration.ofHours(12);
    private static final int MOST = 50_000;
    private static final int SECRET_BYTES = 32;

    private static final class Entry {
        private final Session session;
        private Instant usedAt;

        Entry(Session session, Instant usedAt) {
            this.session = session;
            this.usedAt = usedAt;
        }
    }

    /** A new session and the secret that the browser keeps. */
    public record Opened(Session session, String secret) {}

    private final Clock clock;
    private final int most;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> bySecret = new LinkedHashMap<>(16, 0.75f, true);

    public Sessions(Clock clock) {
        this(clock, MOST);
    }

    Sessions(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    public Opened open(Actor actor) {
        Instant now = clock.instant();
        Session session = new Session(actor, secret(), now);
        String secret = secret();
        bySecret.put(PasswordHash.ofSecret(secret), new Entry(session, now));
        while (bySecret.size() > most) {
            Iterator<Entry> oldest = bySecret.values().iterator();
            oldest.next();
            oldest.remove();
        }
        return new Opened(session, secret);
    }

    /** The session of a browser's secret, when it has not ended. Counts as use. */
    public Optional<Session> find(String secret) {
        String key = PasswordHash.ofSecret(secret);
        Entry entry = bySecret.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean ended = entry.usedAt.plus(LONGEST_IDLE).isBefore(now)
                || entry.session.startedAt().plus(LONGEST).isBefore(now);
        if (ended) {
            bySecret.remove(key);
            return Optional.empty();
        }
        entry.usedAt = now;
        return Optional.of(entry.session);
    }

    public void end(String secret) {
        bySecret.remove(PasswordHash.ofSecret(secret));
    }

    /** Ends all sessions of an account: its password or its rights have changed. */
    public void endAll(String user) {
        bySecret.values().removeIf(it -> it.session.actor().user().equals(user));
    }

    /** Ends the sessions of accounts that are gone or have changed since. */
    public void endChanged(Map<String, Instant> changedAt) {
        bySecret.values().removeIf(it -> {
            Instant changed = changedAt.get(it.session.actor().user());
            return changed == null || changed.isAfter(it.session.startedAt());
        });
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
