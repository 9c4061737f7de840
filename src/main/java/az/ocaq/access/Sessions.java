package az.ocaq.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The sessions of browsers, in memory; {@link SessionTable} keeps them over a restart. One ends when it was not used for 12
 * hours, 7 days after its start (12 hours, when the provider let the person in), or when its account or all of them have too
 * many and it is the one that was used longest ago. Only hashes of its secret are kept. Not thread-safe: confined to the web
 * server's context.
 */
public final class Sessions {
    /** How long a session lives at most. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration LONGEST_EXTERNAL = Duration.ofHours(12);
    private static final Duration LONGEST_IDLE = Duration.ofHours(12);
    private static final Duration USE_KEPT = Duration.ofMinutes(5);
    private static final int MOST = 50_000;
    private static final int MOST_OF_ACCOUNT = 20;
    private static final int SECRET_BYTES = 32;

    /** A session by the hash of its secret, and when it was last used. */
    record Kept(String hash, Session session, Instant usedAt) {}

    /** What has happened since the last time: sessions that are new or were used, and hashes of those that have ended. */
    record Changes(List<Kept> kept, Set<String> ended) {
        boolean isEmpty() {
            return kept.isEmpty() && ended.isEmpty();
        }
    }

    private static final class Entry {
        private final Session session;
        private Instant usedAt;
        private Instant keptAt;

        Entry(Session session, Instant usedAt, Instant keptAt) {
            this.session = session;
            this.usedAt = usedAt;
            this.keptAt = keptAt;
        }
    }

    /** A new session and the secret that the browser keeps. */
    public record Opened(Session session, String secret) {}

    private final Clock clock;
    private final int most;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Entry> bySecret = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> ended = new HashSet<>();

    public Sessions(Clock clock) {
        this(clock, MOST);
    }

    Sessions(Clock clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    /** Opens the session of a local account. */
    public Opened open(Actor actor) {
        return open(actor, "");
    }

    /** Opens the session of somebody whom the provider of this fingerprint let in; empty for a local account. */
    public Opened open(Actor actor, String provider) {
        Instant now = clock.instant();
        Session session = new Session(actor, secret(), now, provider);
        String secret = secret();
        bySecret.put(PasswordHash.ofSecret(secret), new Entry(session, now, Instant.EPOCH));
        endOldest(it -> it.session.actor().user().equals(actor.user()), MOST_OF_ACCOUNT);
        if (bySecret.size() > most) {
            endOldest(it -> true, most);
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
        if (hasEnded(entry)) {
            endKey(key);
            return Optional.empty();
        }
        entry.usedAt = clock.instant();
        return Optional.of(entry.session);
    }

    public void end(String secret) {
        endKey(PasswordHash.ofSecret(secret));
    }

    /** Ends all sessions of an account: its password or its rights have changed. */
    public void endAll(String user) {
        endIf(it -> it.session.actor().user().equals(user));
    }

    /** Ends the sessions of accounts that are gone or have changed since, and those whose time is over. */
    public void endChanged(Map<String, Instant> changedAt) {
        endIf(it -> {
            Instant changed = changedAt.get(it.session.actor().user());
            boolean accountChanged =
                    !it.session.external() && (changed == null || changed.isAfter(it.session.startedAt()));
            return accountChanged || hasEnded(it);
        });
    }

    /** Takes back what was kept before a restart; new sessions win. */
    void restore(List<Kept> kept) {
        Map<String, Entry> opened = new LinkedHashMap<>(bySecret);
        bySecret.clear();
        for (Kept it : kept) {
            bySecret.put(it.hash, new Entry(it.session, it.usedAt, it.usedAt));
        }
        bySecret.putAll(opened);
        endIf(this::hasEnded);
    }

    /** What is to be kept, each change once. */
    Changes takeChanges() {
        List<Kept> kept = new ArrayList<>();
        bySecret.forEach((hash, entry) -> {
            if (entry.usedAt.isAfter(entry.keptAt.plus(USE_KEPT))) {
                entry.keptAt = entry.usedAt;
                kept.add(new Kept(hash, entry.session, entry.usedAt));
            }
        });
        Set<String> gone = Set.copyOf(ended);
        ended.clear();
        return new Changes(kept, gone);
    }

    /** They could not be kept: they are changes again. */
    void giveBack(Changes changes) {
        ended.addAll(changes.ended);
        Map<String, Entry> known = new HashMap<>(bySecret);
        for (Kept it : changes.kept) {
            Entry entry = known.get(it.hash);
            if (entry != null) {
                entry.keptAt = Instant.EPOCH;
            }
        }
    }

    private boolean hasEnded(Entry entry) {
        Instant now = clock.instant();
        Duration longest = entry.session.external() ? LONGEST_EXTERNAL : LONGEST;
        return entry.usedAt.plus(LONGEST_IDLE).isBefore(now)
                || entry.session.startedAt().plus(longest).isBefore(now);
    }

    /** Ends those used longest ago until as many are left. */
    private void endOldest(Predicate<Entry> which, int left) {
        long count = bySecret.values().stream().filter(which).count();
        Iterator<Map.Entry<String, Entry>> oldest = bySecret.entrySet().iterator();
        while (count > left && oldest.hasNext()) {
            Map.Entry<String, Entry> next = oldest.next();
            if (which.test(next.getValue())) {
                ended.add(next.getKey());
                oldest.remove();
                count--;
            }
        }
    }

    private void endIf(Predicate<Entry> which) {
        bySecret.entrySet().removeIf(it -> {
            boolean ends = which.test(it.getValue());
            if (ends) {
                ended.add(it.getKey());
            }
            return ends;
        });
    }

    private void endKey(String hash) {
        if (bySecret.remove(hash) != null) {
            ended.add(hash);
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
