package az.ocaq.live;

import az.ocaq.device.Device;
import az.ocaq.energy.EnergyRole;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of one device now. */
final class DeviceState {
    private static final Duration UNREGISTERED_INTERVAL = Duration.ofMinutes(5);
    private static final int MISSED_REPORTS = 3;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int MOST_METRICS = 1_000;
    /** Below this a conductor is without supply: a tenth of the nominal 230 V. */
    private static final double DEAD_VOLTS = 23;

    final DeviceId id;
    final SiteState site;
    final boolean registered;
    final EnergyRole role;
    final Optional<String> powerMetric;
    final Map<Metric, Reading> latest = new LinkedHashMap<>();
    private final long patienceMillis;
    Status status = Status.UNKNOWN;
    private long firstSeenMillis = NEVER;
    private long lastSeenMillis = NEVER;
    private double watts = Double.NaN;
    private boolean dead;

    DeviceState(DeviceId id, SiteState site, Optional<Device> device, EnergyRole role, Optional<String> powerMetric) {
        this.id = id;
        this.site = site;
        this.registered = device.isPresent();
        this.role = role;
        this.powerMetric = powerMetric;
        this.patienceMillis = device.map(it -> it.type().interval())
                .orElse(UNREGISTERED_INTERVAL)
                .multipliedBy(MISSED_REPORTS)
                .toMillis();
    }

    /** Takes a reading unless a newer one of its series is there; the answer says whether it did. */
    boolean take(Reading reading) {
        Metric metric = reading.series().metric();
        Reading before = latest.get(metric);
        boolean older = before != null && before.time().isAfter(reading.time());
        boolean full = before == null && latest.size() >= MOST_METRICS;
        if (older || full) {
            return false;
        }
        latest.put(metric, reading);
        return true;
    }

    void seen(Instant at) {
        long millis = at.toEpochMilli();
        if (firstSeenMillis == NEVER) {
            firstSeenMillis = millis;
        }
        lastSeenMillis = Math.max(lastSeenMillis, millis);
    }

    void jumped(long millis) {
        if (wasSeen()) {
            lastSeenMillis += millis;
        }
    }

    boolean wasSeen() {
        return lastSeenMillis != NEVER;
    }

    boolean silentAt(Instant now) {
        return wasSeen() && lastSeenMillis + patienceMillis < now.toEpochMilli();
    }

    boolean behindMeter() {
        return site.metered && role != EnergyRole.CONSUMER;
    }

    /** Whether every conductor that it measures is without voltage. */
    boolean allConductorsDead() {
        boolean any = false;
        for (Reading reading : latest.values()) {
            if (isVoltage(reading)) {
                if (reading.value() >= DEAD_VOLTS) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    static boolean isVoltage(Reading reading) {
        Metric metric = reading.series().metric();
        return metric.quantity().equals("voltage") && metric.channel().isEmpty();
    }

    /** Adds a newest reading to the sums of its site and settlement. */
    void count(Reading reading) {
        boolean counts = role != EnergyRole.NONE && role != EnergyRole.DISTRIBUTION;
        if (counts && powerMetric.equals(Optional.of(reading.series().metric().name()))) {
            power(reading);
        }
        if (role != EnergyRole.NONE && isVoltage(reading)) {
            supply(allConductorsDead());
        }
    }

    /** Takes its power out of the sums. */
    void leavePower() {
        if (!Double.isNaN(watts)) {
            site.power.leave(role, watts, behindMeter(), site.isHome());
            site.settlement.power.leave(role, watts, behindMeter(), site.isHome());
            watts = Double.NaN;
        }
    }

    /** Says whether it is without supply. */
    void supply(boolean isDead) {
        if (isDead != dead) {
            dead = isDead;
            site.deadDevices += dead ? 1 : -1;
            if (site.isDead()) {
                site.settlement.deadSites.add(site);
            } else {
                site.settlement.deadSites.remove(site);
            }
        }
    }

    private void power(Reading reading) {
        if (Double.isNaN(watts)) {
            site.power.enter(role, reading.value(), behindMeter(), site.isHome());
            site.settlement.power.enter(role, reading.value(), behindMeter(), site.isHome());
        } else {
            double difference = reading.value() - watts;
            site.power.change(role, difference, behindMeter());
            site.settlement.power.change(role, difference, behindMeter());
        }
        watts = reading.value();
        site.power.at(reading.time());
        site.settlement.power.at(reading.time());
    }

    DeviceStatus snapshot() {
        return new DeviceStatus(id, status, time(firstSeenMillis), time(lastSeenMillis));
    }

    private static Optional<Instant> time(long millis) {
        return millis == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
