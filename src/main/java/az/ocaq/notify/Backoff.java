package az.ocaq.notify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a message that was not accepted is tried again: after 30 s, 1, 2, 4, 8, 16, 30 min, each ± 20 %; not after the eighth try. */
record Backoff(RandomGenerator random) {
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(16),
            Duration.ofMinutes(30));
    private static final double JITTER = 0.2;
    /** Who wants to be left alone for longer is asked all the same: an alarm is not for tomorrow. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * The wait after the so manieth failed attempt, counted from 1; empty when it was the last.
     *
     * @param asked how long the other side wants to be left alone; an hour of it is heard
     */
    Optional<Duration> after(int attempt, Optional<Duration> asked) {
        if (attempt > WAITS.size()) {
            return Optional.empty();
        }
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        Duration wait = Duration.ofMillis(Math.round(WAITS.get(attempt - 1).toMillis() * factor));
        Duration heard = asked.filter(it -> it.compareTo(LONGEST) > 0).isPresent() ? LONGEST : asked.orElse(wait);
        return Optional.of(heard.compareTo(wait) > 0 ? heard : wait);
    }
}
