package az.ocaq.alarm.backtest;

import az.ocaq.alarm.rule.Condition;
import az.ocaq.alarm.rule.Delays;
import az.ocaq.alarm.rule.Level;
import az.ocaq.alarm.rule.Limit;
import az.ocaq.alarm.rule.Limits;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.alarm.rule.Signal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What would have kept a chattering alarm quiet: the smallest deadband and off-delay with which its occurrences would have
 * been one for each episode. Occurrences that begin within an hour of the end of the one before are one episode.
 *
 * @param occurrences with the rule as it is
 * @param episodes that they are
 * @param deadband in the rule's unit; absent where the kind of rule has none
 * @param offDelay how long the value must be good before the alarm is over
 * @param remaining occurrences with these two
 */
public record Proposal(int occurrences, int episodes, Optional<Double> deadband, Duration offDelay, int remaining) {
    private static final Duration EPISODE = Duration.ofHours(1);
    /** Shares of the threshold. */
    private static final double[] BANDS = {0, 0.005, 0.01, 0.02, 0.05, 0.1};

    private static final List<Duration> DELAYS = List.of(
            Duration.ZERO,
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30));

    /** Finds it over {@code from <= time < to} for one device; empty when nothing small helps, or nothing needs help. */
    public static Optional<Proposal> find(Backtest backtest, Rule rule, String device, Instant from, Instant to) {
        if (!(rule.condition() instanceof Signal.Threshold) && !(rule.condition() instanceof Signal.Compound)) {
            return Optional.empty();
        }
        List<Occurrence> as = run(backtest, rule, device, from, to);
        int episodes = episodes(as);
        if (as.size() <= episodes) {
            return Optional.empty();
        }
        int bands = rule.condition() instanceof Signal.Threshold ? BANDS.length : 1;
        // Both small before one large; of two that are as small together, the one with the shorter delay.
        for (int size = 1; size < bands + DELAYS.size() - 1; size++) {
            for (int delay = Math.max(0, size - bands + 1); delay <= Math.min(size, DELAYS.size() - 1); delay++) {
                Rule tried = with(rule, BANDS[size - delay], DELAYS.get(delay));
                int remaining = run(backtest, tried, device, from, to).size();
                if (remaining <= episodes) {
                    return Optional.of(new Proposal(
                            as.size(), episodes, deadband(tried), tried.delays().off(), remaining));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Occurrence> run(Backtest backtest, Rule rule, String device, Instant from, Instant to) {
        return backtest.run(rule, Rules.NONE, it -> it.id().toString().equals(device), from, to)
                .occurrences();
    }

    private static int episodes(List<Occurrence> occurrences) {
        int episodes = 0;
        Instant last = Instant.MIN;
        for (Occurrence it : occurrences) {
            if (last.equals(Instant.MIN) || it.from().isAfter(last.plus(EPISODE))) {
                episodes++;
            }
            last = it.to().orElse(it.from());
        }
        return episodes;
    }

    /** The rule with at least this deadband and this off-delay. */
    private static Rule with(Rule rule, double share, Duration off) {
        Delays now = rule.delays();
        Delays delays =
                new Delays(now.on(), now.off().compareTo(off) > 0 ? now.off() : off, now.maxHold(), now.samples());
        Condition condition = rule.condition();
        if (condition instanceof Signal.Threshold it) {
            List<Level> levels = it.given().levels().stream()
                    .map(level -> new Level(level.priority(), wider(level.limit(), share)))
                    .toList();
            condition = new Signal.Threshold(
                    it.metric(), it.unit(), new Limits(levels, it.given().attribute()));
        }
        return rule.with(condition, delays);
    }

    private static Limit wider(Limit limit, double share) {
        double band = Math.max(Math.abs(limit.threshold() - limit.clearAt()), Math.abs(limit.threshold()) * share);
        double rounded = new BigDecimal(band).round(new MathContext(2)).doubleValue();
        return rounded <= Math.abs(limit.threshold() - limit.clearAt())
                ? limit
                : Limit.withDeadband(limit.operator(), limit.threshold(), rounded);
    }

    private static Optional<Double> deadband(Rule rule) {
        return rule.condition() instanceof Signal.Threshold it
                ? Optional.of(Math.abs(
                        it.given().lowest().threshold() - it.given().lowest().clearAt()))
                : Optional.empty();
    }
}
