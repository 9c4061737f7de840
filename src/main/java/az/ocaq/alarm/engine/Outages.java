package az.ocaq.alarm.engine;

import az.ocaq.alarm.AlarmReach;
import az.ocaq.alarm.rule.Absence;
import az.ocaq.alarm.rule.Neighbours;
import az.ocaq.alarm.rule.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells an outage of supply from one of communication: at a home whose meter is silent, a device that needs the same supply
 * and is still heard has power, and one that fell silent with the meter has none, if anything of their settlement is heard at all:
 * otherwise a gateway, a link or the broker may be what fails. A meter that said so itself has none either.
 */
final class Outages {
    /** More homes than these say nothing new, and a region has tens of thousands. */
    private static final int MOST_ASKED = 200;

    private static final Selector NOBODY = Selector.named(List.of(""));

    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);

    private final Core core;
    private final Alarms alarms;

    Outages(Core core, Alarms alarms) {
        this.core = core;
        this.alarms = alarms;
    }

    AlarmReach of(Instance alarm) {
        return alarm.detector() instanceof GroupFractionDetector group ? group.reach(this) : AlarmReach.NONE;
    }

    AlarmReach.Cut cut(Iterable<String> silent, Neighbours.GroupFraction fraction) {
        if (alarms.rule(fraction.of())
                .filter(it -> it.condition() instanceof Absence)
                .isEmpty()) {
            return AlarmReach.Cut.NOTHING;
        }
        Selector powered = fraction.powered().orElse(NOBODY);
        int asked = 0;
        int heard = 0;
        int said = 0;
        int silentToo = 0;
        Optional<String> newest = Optional.empty();
        for (String member : silent) {
            if (asked++ == MOST_ASKED) {
                break;
            }
            if (alarms.isDark(member)) {
                said++;
                continue;
            }
            newest = newest.filter(it -> lastHeard(it) >= lastHeard(member)).or(() -> Optional.of(member));
            for (String device : alarms.neighbours(member, powered)) {
                AlarmReach.Cut tells = tells(device, member);
                heard += tells == AlarmReach.Cut.COMMUNICATION ? 1 : 0;
                silentToo += tells == AlarmReach.Cut.POWER ? 1 : 0;
            }
        }
        if (heard == 0
                && said == 0
                && (silentToo == 0 || newest.filter(this::isReached).isEmpty())) {
            return AlarmReach.Cut.UNKNOWN;
        }
        return heard > said + silentToo ? AlarmReach.Cut.COMMUNICATION : AlarmReach.Cut.POWER;
    }

    /** Whether anything of a silent member's settlement has been heard since, so that what it says would arrive. */
    private boolean isReached(String member) {
        long last = lastHeard(member);
        long own = twoIntervals(member);
        return alarms.settlement(member).stream()
                .anyMatch(it -> lastHeard(it) - last > Math.max(own, twoIntervals(it)));
    }

    private long lastHeard(String device) {
        return alarms.lastHeard(device).orElse(0);
    }

    /**
     * The critical sites of an outage: those of silent members, and below its place those at which anything is silent, which
     * may have no meter.
     */
    List<String> critical(Set<String> silent, Neighbours.GroupFraction fraction, String place) {
        Set<String> sites = new TreeSet<>();
        silent.stream()
                .filter(it -> label(it, Alarms.CRITICAL_SITE).isPresent())
                .forEach(it -> sites.add(site(it)));
        fraction.groupBy().stream()
                .flatMap(it -> alarms.critical(it, place).stream())
                .filter(alarms::isGone)
                .forEach(it -> sites.add(site(it)));
        return List.copyOf(sites);
    }

    /** Where devices are, each site once and in order. */
    List<String> sites(Set<String> devices) {
        return devices.stream().map(this::site).distinct().sorted().toList();
    }

    private String site(String device) {
        return label(device, "site").orElse(device);
    }

    private Optional<String> label(String device, String name) {
        return Optional.ofNullable(core.directory().labels(device).get(name));
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
