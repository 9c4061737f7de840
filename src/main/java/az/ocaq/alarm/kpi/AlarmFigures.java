package az.ocaq.alarm.kpi;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmHandling;
import az.ocaq.alarm.AlarmRates;
import az.ocaq.alarm.AlarmState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The figures of an alarm system after EEMUA 191 and ISA-18.2, over annunciations: what operators were shown.
 *
 * @param rates how many came, and how bunched
 * @param mix annunciations by priority
 * @param handling how fast people dealt with them
 * @param toAcknowledge minutes, over what was acknowledged
 * @param toResolve minutes from annunciation to the crew's "mended"
 * @param crews how long the steps of their work take
 * @param lateShare share of annunciations that nobody acknowledged within 30 minutes, of those that are older than that
 * @param now what stands at this moment
 * @param badActors the alarms that came most often, each more than once, at most ten
 * @param review what else a review asks about
 */
public record AlarmFigures(
        AlarmRates rates,
        Map<String, Long> mix,
        AlarmHandling handling,
        Spread toAcknowledge,
        Spread toResolve,
        Crews crews,
        double lateShare,
        Standing now,
        List<BadActor> badActors,
        Review review) {
    private static final Duration LATE = Duration.ofMinutes(30);
    private static final Duration STALE = Duration.ofHours(24);
    private static final int MOST_ACTORS = 10;

    public AlarmFigures {
        mix = Map.copyOf(mix);
        badActors = List.copyOf(badActors);
    }

    /** Median and ninth decile; absent without values. */
    public record Spread(OptionalDouble median, OptionalDouble p90) {
        /** Of some values: the smallest that at least half, or nine tenths, of them do not exceed (nearest rank). */
        public static Spread of(Collection<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return new Spread(rank(sorted, 0.5), rank(sorted, 0.9));
        }

        /** The nearest rank of a share of sorted values. */
        public static OptionalDouble rank(List<Double> sorted, double share) {
            if (sorted.isEmpty()) {
                return OptionalDouble.empty();
            }
            int at = (int) Math.ceil(share * sorted.size()) - 1;
            return OptionalDouble.of(sorted.get(Math.max(0, at)));
        }
    }

    /**
     * What the minutes until something is mended are spent on.
     *
     * @param toAssign from annunciation until somebody was sent
     * @param travel from setting out to being there
     * @param onSite from being there to "mended"
     */
    public record Crews(Spread toAssign, Spread travel, Spread onSite) {
        private static Crews of(Collection<Story> stories) {
            return new Crews(
                    minutes(stories, it -> Optional.of(it.raised), it -> it.assigned),
                    minutes(stories, it -> it.onWay, it -> it.onSite),
                    minutes(stories, it -> it.onSite, it -> it.done));
        }

        private static Spread minutes(
                Collection<Story> stories,
                Function<Story, Optional<Instant>> from,
                Function<Story, Optional<Instant>> to) {
            return Spread.of(stories.stream()
                    .flatMap(it -> from.apply(it).stream()
                            .flatMap(start -> to.apply(it).stream().map(end -> Duration.between(start, end))))
                    .filter(it -> !it.isNegative())
                    .map(it -> it.toMillis() / 60_000.0)
                    .toList());
        }
    }

    /**
     * What stands now.
     *
     * @param active shown and active
     * @param stale active for more than a day
     * @param shelved hidden by people
     * @param oldestShelf since when the oldest of them is
     * @param suppressed hidden by design
     * @param outOfService taken out of service
     * @param oldestOutOfService since when the oldest of them is
     * @param unowned shelved or out of service, and assigned to nobody
     */
    public record Standing(
            long active,
            long stale,
            long shelved,
            Optional<Instant> oldestShelf,
            long suppressed,
            long outOfService,
            Optional<Instant> oldestOutOfService,
            long unowned) {
        static Standing of(Collection<Alarm> standing, Instant now) {
            return new Standing(
                    standing.stream().filter(Standing::isActive).count(),
                    standing.stream()
                            .filter(Standing::isActive)
                            .filter(it -> it.raisedAt().plus(STALE).isBefore(now))
                            .count(),
                    count(standing, AlarmState.SHLVD),
                    oldest(standing, AlarmState.SHLVD),
                    count(standing, AlarmState.DSUPR),
                    count(standing, AlarmState.OOSRV),
                    oldest(standing, AlarmState.OOSRV),
                    standing.stream()
                            .filter(it -> it.state() == AlarmState.SHLVD || it.state() == AlarmState.OOSRV)
                            .filter(it -> it.assignee().isEmpty())
                            .count());
        }

        private static Optional<Instant> oldest(Collection<Alarm> standing, AlarmState state) {
            return standing.stream()
                    .filter(it -> it.state() == state)
                    .map(Alarm::changedAt)
                    .min(Comparator.naturalOrder());
        }

        private static boolean isActive(Alarm alarm) {
            return alarm.state() == AlarmState.UNACK || alarm.state() == AlarmState.ACKED;
        }

        private static long count(Collection<Alarm> standing, AlarmState state) {
            return standing.stream().filter(it -> it.state() == state).count();
        }
    }

    /** An alarm that comes often, with its share of all annunciations. */
    public record BadActor(long alarm, String rule, String device, int annunciations, double share, boolean chatters) {}

    /**
     * Computes them.
     *
     * @param lines of the journal with {@code from <= at < to}, in order
     * @param standing the alarms that are not normal now
     * @param operators between how many people the annunciations are divided
     */
    public static AlarmFigures of(
            List<JournalLine> lines, Collection<Alarm> standing, int operators, Instant from, Instant to, Instant now) {
        Map<String, List<Instant>> times = new LinkedHashMap<>();
        Map<String, Long> mix = new HashMap<>();
        Map<String, JournalLine> actors = new HashMap<>();
        Map<String, Story> stories = new LinkedHashMap<>();
        for (JournalLine line : lines) {
            String story = line.alarm() + "#" + line.occurrence();
            if (line.annunciates()) {
                times.computeIfAbsent(line.key(), key -> new ArrayList<>()).add(line.at());
                mix.merge(line.priority(), 1L, Long::sum);
                actors.put(line.key(), line);
                stories.computeIfAbsent(story, key -> new Story(line.at())).add(line);
            } else {
                Optional.ofNullable(stories.get(story)).ifPresent(it -> it.add(line));
            }
        }
        AlarmRates rates = AlarmRates.of(times, operators, Duration.between(from, to));
        List<AlarmHandling.Times> handled =
                stories.values().stream().map(Story::times).toList();
        return new AlarmFigures(
                rates,
                mix,
                AlarmHandling.of(handled, now),
                spread(handled, AlarmHandling.Times::acknowledged),
                spread(handled, AlarmHandling.Times::resolved),
                Crews.of(stories.values()),
                lateShare(handled, now),
                Standing.of(standing, now),
                worst(times, actors, rates),
                Review.of(lines));
    }

    /** What became of one occurrence. */
    private static final class Story {
        final Instant raised;
        Optional<Instant> acknowledged = Optional.empty();
        Optional<Instant> resolved = Optional.empty();
        Optional<Instant> cleared = Optional.empty();
        Optional<Instant> assigned = Optional.empty();
        Optional<Instant> onWay = Optional.empty();
        Optional<Instant> onSite = Optional.empty();
        Optional<Instant> done = Optional.empty();

        Story(Instant raised) {
            this.raised = raised;
        }

        void add(JournalLine line) {
            switch (line.kind()) {
                case "acknowledged" -> acknowledged = acknowledged.or(() -> Optional.of(line.at()));
                case "assigned" -> assigned = assigned.or(() -> Optional.of(line.at()));
                // by the clock of who was there, perhaps without a network
                case "on_way" -> onWay = onWay.or(() -> Optional.of(line.happened()));
                case "on_site" -> onSite = onSite.or(() -> Optional.of(line.happened()));
                case "resolved" -> {
                    resolved = Optional.of(line.at());
                    done = Optional.of(line.happened());
                }
                case "reopened" -> { // what the readings did not confirm was not mended
                    resolved = Optional.empty();
                    done = Optional.empty();
                }
                case "cleared", "closed" -> cleared = Optional.of(line.at());
                default -> {
                    // the other lines tell nothing of how fast people were
                }
            }
        }

        AlarmHandling.Times times() {
            return new AlarmHandling.Times(raised, acknowledged, resolved, cleared);
        }
    }

    private interface End {
        Optional<Instant> of(AlarmHandling.Times times);
    }

    private static Spread spread(List<AlarmHandling.Times> handled, End end) {
        return Spread.of(handled.stream()
                .filter(it -> end.of(it).isPresent())
                .map(it ->
                        Duration.between(it.raised(), end.of(it).orElseThrow()).toMillis() / 60_000.0)
                .toList());
    }

    private static double lateShare(List<AlarmHandling.Times> handled, Instant now) {
        List<AlarmHandling.Times> old = handled.stream()
                .filter(it -> it.raised().plus(LATE).isBefore(now))
                .toList();
        long late = old.stream()
                .filter(it -> it.acknowledged()
                        .map(ack -> ack.isAfter(it.raised().plus(LATE)))
                        .orElse(true))
                .count();
        return old.isEmpty() ? 0 : (double) late / old.size();
    }

    private static List<BadActor> worst(
            Map<String, List<Instant>> times, Map<String, JournalLine> actors, AlarmRates rates) {
        return times.entrySet().stream()
                // what came once is not frequent
                .filter(it -> it.getValue().size() > 1)
                .sorted(Comparator.comparing((Map.Entry<String, List<Instant>> it) ->
                                -it.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_ACTORS)
                .map(it -> {
                    JournalLine line = java.util.Objects.requireNonNull(actors.get(it.getKey()));
                    int count = it.getValue().size();
                    return new BadActor(
                            line.alarm(),
                            line.rule(),
                            line.device(),
                            count,
                            (double) count / rates.total(),
                            rates.chattering().contains(it.getKey()));
                })
                .toList();
    }
}
