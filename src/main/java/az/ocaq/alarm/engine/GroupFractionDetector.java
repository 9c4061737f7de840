package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.rule.Neighbours;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Too many of a group are in a state of alarm at once, shown or hidden. Counts as they change. One that said itself that it
 * loses its supply counts so often as the rule says for its share, but is one of the fewest that there must be.
 */
final class GroupFractionDetector extends VerdictDetector {
    /** What outlives a restart. */
    static final class Affected {
        Set<String> devices = new LinkedHashSet<>();
        /** Those of them that said that they lose their supply. */
        Set<String> dark = new LinkedHashSet<>();
        /** The last word of each, epoch ms. */
        Map<String, Long> lastWords = new HashMap<>();
        /** When all of it began, epoch ms; NEVER while nothing is wrong. */
        long began = Timer.NEVER;
    }

    /** Who fell silent so much earlier than the others is not part of the same event. */
    private static final long SAME_EVENT = 1_800_000;

    private final Affected affected = new Affected();
    private final Set<String> members;
    private Neighbours.GroupFraction fraction;
    private Optional<String> common = Optional.empty();
    private boolean isMixed;

    GroupFractionDetector(Core core, Instance alarm, Neighbours.GroupFraction fraction, Set<String> members) {
        super(core, alarm, HeldVerdict.Clock.OF_SERVER);
        this.fraction = fraction;
        this.members = new LinkedHashSet<>(members);
        members.forEach(this::shareUtility);
    }

    void join(String device) {
        members.add(device);
        shareUtility(device);
    }

    /** The crew of a group is that of its members, when all that have one have the same. */
    private void shareUtility(String member) {
        if (isMixed) {
            return;
        }
        Optional<String> own =
                Optional.ofNullable(core.directory().labels(member).get("utility"));
        if (own.isPresent() && !own.equals(common)) {
            isMixed = common.isPresent();
            common = isMixed ? Optional.empty() : own;
            alarm.utility(common);
        }
    }

    void leave(String device) {
        affected.dark.remove(device);
        affected.lastWords.remove(device);
        if (members.remove(device) && affected.devices.remove(device)) {
            alarm.touch();
            judge();
        }
    }

    @Override
    Object state() {
        return affected;
    }

    /**
     * A member's alarm became true or false.
     *
     * @param isDark it said that it loses its supply
     * @param lastWord when it last said anything, epoch ms
     */
    void child(Instance child, boolean isDark, long lastWord) {
        String device = child.device();
        boolean changed = child.active() ? affected.devices.add(device) : affected.devices.remove(device);
        boolean dark = child.active() && isDark;
        changed |= dark ? affected.dark.add(device) : affected.dark.remove(device);
        if (changed) {
            if (child.active()) {
                affected.lastWords.putIfAbsent(device, isDark ? core.now() : lastWord);
            } else {
                affected.lastWords.remove(device);
            }
            alarm.touch();
            judge();
        }
    }

    @Override
    void reconsider() {
        super.reconsider();
        if (alarm.rule().condition() instanceof Neighbours.GroupFraction edited) {
            fraction = edited;
            judge();
        }
    }

    AlarmReach reach(Outages outages) {
        AlarmReach.Cut cut = outages.cut(alarm.active() ? affected.devices : Set.of(), fraction);
        List<String> sites = alarm.active() ? outages.sites(affected.devices) : List.of();
        List<String> critical =
                alarm.active() ? outages.critical(affected.devices, fraction, alarm.device()) : List.of();
        Optional<Instant> since = Optional.of(affected.began)
                .filter(it -> alarm.active() && it != Timer.NEVER)
                .map(Instant::ofEpochMilli);
        return new AlarmReach(affected.devices.size(), members.size(), cut, sites, critical, since);
    }

    /** What is measured at the member that is worst; nothing where members are silent. */
    List<AlarmFigure> figures(Engine engine) {
        return affected.devices.stream()
                .flatMap(it -> engine.alarm(fraction.of(), it).stream())
                .flatMap(it -> engine.figures(it).stream())
                .reduce((worst, next) -> next.sign().equals(worst.sign()) && next.isWorseThan(worst) ? next : worst)
                .map(List::of)
                .orElse(List.of());
    }

    /** It began with the first last word of its members, but for those that had been silent long before. */
    private void date() {
        if (!verdict.isBad()) {
            affected.began = Timer.NEVER;
            return;
        }
        long newest = affected.began != Timer.NEVER
                ? affected.began
                : affected.lastWords.values().stream().mapToLong(it -> it).max().orElse(core.now());
        affected.began = affected.lastWords.values().stream()
                .mapToLong(it -> it)
                .filter(it -> it >= newest - SAME_EVENT)
                .min()
                .orElse(newest);
    }

    private void judge() {
        int count = affected.devices.size();
        double weight = count + (fraction.lastGasp() - 1) * affected.dark.size();
        double share = members.isEmpty() ? 0 : Math.min(1, weight / members.size());
        Fact fact = Fact.of(core.now(), share);
        if (count >= fraction.minCount() && fraction.limit().raises(share)) {
            verdict.bad(fact, Order.NEWEST);
        } else if (fraction.limit().clears(share)) {
            verdict.good(fact, Order.NEWEST);
        } else {
            verdict.neither(fact, Order.NEWEST);
        }
        date();
    }
}
