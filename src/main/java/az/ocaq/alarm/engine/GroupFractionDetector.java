package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.rule.Condition;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Too many of a group are in a state of alarm at once, shown or hidden. Counts as they change. */
final class GroupFractionDetector extends VerdictDetector {
    /** What outlives a restart. */
    static final class Affected {
        Set<String> devices = new LinkedHashSet<>();
    }

    private final Affected affected = new Affected();
    private final Set<String> members;
    private Condition.GroupFraction fraction;
    private Optional<String> common = Optional.empty();
    private boolean isMixed;

    GroupFractionDetector(Core core, Instance alarm, Condition.GroupFraction fraction, Set<String> members) {
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
        if (members.remove(device) && affected.devices.remove(device)) {
            alarm.touch();
            judge();
        }
    }

    @Override
    Object state() {
        return affected;
    }

    /** A member's alarm became true or false. */
    void child(Instance child) {
        boolean changed =
                child.active() ? affected.devices.add(child.device()) : affected.devices.remove(child.device());
        if (changed) {
            alarm.touch();
            judge();
        }
    }

    @Override
    void reconsider() {
        super.reconsider();
        if (alarm.rule().condition() instanceof Condition.GroupFraction edited) {
            fraction = edited;
            judge();
        }
    }

    AlarmReach reach(Outages outages) {
        AlarmReach.Cut cut = alarm.active() ? outages.cut(affected.devices, fraction) : AlarmReach.Cut.UNKNOWN;
        return new AlarmReach(affected.devices.size(), members.size(), cut);
    }

    private void judge() {
        int count = affected.devices.size();
        double share = members.isEmpty() ? 0 : (double) count / members.size();
        Fact fact = Fact.of(core.now(), share);
        if (count >= fraction.minCount() && fraction.limit().raises(share)) {
            verdict.bad(fact, Order.NEWEST);
        } else if (fraction.limit().clears(share)) {
            verdict.good(fact, Order.NEWEST);
        } else {
            verdict.neither(fact, Order.NEWEST);
        }
    }
}
