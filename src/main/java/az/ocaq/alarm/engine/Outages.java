package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.rule.Condition;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Tells an outage of supply from one of communication: at a home whose meter is silent, a device that needs the same supply
 * and is still heard has power, and one that fell silent with the meter has none.
 */
final class Outages {
    /** More homes than these say nothing new, and a region has tens of thousands. */
    private static final int MOST_ASKED = 200;

    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);

    private final Core core;
    private final Alarms alarms;

    Outages(Core core, Alarms alarms) {
        this.core = core;
        this.alarms = alarms;
    }

    AlarmReach of(Instance alarm) {
        return alarms.detector(alarm) instanceof GroupFractionDetector group ? group.reach(this) : AlarmReach.NONE;
    }

    AlarmReach.Cut cut(Iterable<String> silent, Condition.GroupFraction fraction) {
        if (fraction.powered().isEmpty()) {
            return AlarmReach.Cut.UNKNOWN;
        }
        int asked = 0;
        int heard = 0;
        int dark = 0;
        for (String member : silent) {
            if (asked++ == MOST_ASKED) {
                break;
            }
            for (String device : alarms.neighbours(member, fraction.powered().get())) {
                AlarmReach.Cut tells = tells(device, member);
                heard += tells == AlarmReach.Cut.COMMUNICATION ? 1 : 0;
                dark += tells == AlarmReach.Cut.POWER ? 1 : 0;
            }
        }
        if (heard == 0 && dark == 0) {
            return AlarmReach.Cut.UNKNOWN;
        }
        return heard > dark ? AlarmReach.Cut.COMMUNICATION : AlarmReach.Cut.POWER;
    }

    /** What a device says of a silent one beside it. Two intervals of each have passed before anything is believed. */
    private AlarmReach.Cut tells(String device, String member) {
        OptionalLong heard = alarms.lastHeard(device);
        OptionalLong last = alarms.lastHeard(member);
        if (heard.isEmpty() || last.isEmpty()) {
            return AlarmReach.Cut.UNKNOWN;
        }
        long own = twoIntervals(device);
        long since = heard.getAsLong() - last.getAsLong();
        if (since > Math.max(own, twoIntervals(member))) {
            return AlarmReach.Cut.COMMUNICATION;
        }
        boolean silentBefore = since < -own;
        boolean silentNow = core.now() - heard.getAsLong() > own;
        return silentNow && !silentBefore ? AlarmReach.Cut.POWER : AlarmReach.Cut.UNKNOWN;
    }

    private long twoIntervals(String device) {
        return 2 * core.directory().interval(device).orElse(USUAL_INTERVAL).toMillis();
    }
}
