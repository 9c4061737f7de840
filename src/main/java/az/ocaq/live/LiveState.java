package az.ocaq.live;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmState;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.energy.EnergyNow;
import az.ocaq.energy.EnergyRole;
import az.ocaq.energy.EnergyRoles;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The newest reading of every series, the status of every device, the key figures of every settlement, and the standing
 * alarms. Confined to one event-loop context. Subscribers get, at each {@link #tick}, what changed since the last one.
 */
public final class LiveState {
    private static final int MOST_UNREGISTERED = 20_000;
    /** A reading older than this may belong to a time that sums were drawn of already. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(10);

    private final DeviceRegistry registry;
    private final Clock clock;
    private final Map<DeviceId, DeviceState> devices = new LinkedHashMap<>();
    private final Map<String, SettlementState> settlements = new LinkedHashMap<>();
    private final Map<DeviceId, Map<Long, Alarm>> standing = new LinkedHashMap<>();
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private final Set<DeviceState> changedDevices = new LinkedHashSet<>();
    private final Map<Long, Alarm> changedAlarms = new LinkedHashMap<>();
    private final Map<Long, Long> revisions = new HashMap<>();
    private int unregistered;
    private long refused;

    public LiveState(DeviceRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (Settlement settlement : registry.settlements()) {
            add(settlement);
        }
    }

    /** Takes what the store knew at the start; a device counts as heard at the time of its newest reading. */
    public void restore(List<Reading> readings) {
        for (Reading reading : readings) {
            device(reading.series().device()).ifPresent(state -> {
                state.seen(reading.time());
                take(state, reading);
            });
        }
        Instant now = clock.instant();
        devices.values().stream()
                .filter(DeviceState::wasSeen)
                .forEach(it -> turn(it, it.silentAt(now) ? Status.OFFLINE : Status.ONLINE));
    }

    /** Takes readings that have just arrived. One that is older than its series' newest changes no value. */
    public void readings(List<Reading> readings) {
        Instant now = clock.instant();
        Instant settled = now.minus(SETTLED_AFTER);
        for (Reading reading : readings) {
            device(reading.series().device()).ifPresent(state -> {
                state.seen(now);
                if (reading.time().isBefore(settled)) {
                    state.site.settlement.late(reading.time());
                }
                if (state.status != Status.ONLINE) {
                    turn(state, Status.ONLINE);
                }
                take(state, reading);
            });
        }
    }

    /** Takes what a device, or its last will, says of itself. */
    public void status(DeviceId id, boolean online, Instant at) {
        device(id).ifPresent(state -> {
            if (online) {
                state.seen(at);
            }
            turn(state, online ? Status.ONLINE : Status.OFFLINE);
        });
    }

    /** Takes a changed alarm; what a batch says of it may come after what a person did to it meanwhile. */
    public void alarm(Alarm alarm) {
        if (revisions.getOrDefault(alarm.id(), Long.MIN_VALUE) > alarm.revision()) {
            return;
        }
        revisions.put(alarm.id(), alarm.revision());
        Map<Long, Alarm> ofDevice = standing.computeIfAbsent(alarm.device(), key -> new LinkedHashMap<>());
        if (alarm.state() == AlarmState.NORM) {
            ofDevice.remove(alarm.id());
        } else {
            ofDevice.put(alarm.id(), alarm);
        }
        if (ofDevice.isEmpty()) {
            standing.remove(alarm.device());
        }
        if (!subscriptions.isEmpty()) {
            changedAlarms.put(alarm.id(), alarm);
        }
    }

    /** Looks at the registry anew: other devices are at this site than before. What is known of each stays. */
    public void refit(String settlement, String site) {
        SiteState state = site(settlement, site);
        List<DeviceState> before = List.copyOf(state.devices);
        Map<DeviceState, Status> statuses = new LinkedHashMap<>();
        before.forEach(it -> statuses.put(it, it.status));
        before.forEach(this::withdraw);
        state.devices.clear();
        unregistered -= (int) before.stream().filter(it -> !it.registered).count();
        fill(
                state,
                registry.devices(settlement).stream()
                        .filter(it -> it.id().site().equals(site))
                        .toList());
        for (DeviceState it : before) {
            it.status = statuses.getOrDefault(it, Status.UNKNOWN);
            if (registry.device(it.id).isPresent() || it.wasSeen()) {
                device(it.id).ifPresent(now -> adopt(now, it));
            }
        }
    }

    /** What was known under one identity belongs to another, and the first is forgotten. */
    public void moved(DeviceId from, DeviceId to) {
        DeviceState old = devices.get(from);
        if (old != null) {
            Status status = old.status;
            forget(from);
            old.status = status;
            device(to).ifPresent(state -> adopt(state, old));
        }
    }

    /** Forgets a device that is not registered; it is there again when it is heard again. */
    public void forget(DeviceId id) {
        DeviceState state = devices.get(id);
        if (state != null && !state.registered) {
            withdraw(state);
            state.site.devices.remove(state);
            unregistered--;
        }
    }

    /** Readings of the past came to a settlement: sums that were drawn of that time are to be drawn again. */
    public void late(String settlement, Instant oldest) {
        settlement(settlement).late(oldest);
    }

    /** The clock was set forward by so much: nobody has been silent for that time. */
    public void jumped(Duration time) {
        devices.values().forEach(it -> it.jumped(time.toMillis()));
    }

    /** Looks for devices that have gone silent. To be called every few seconds. */
    public void sweep() {
        Instant now = clock.instant();
        for (DeviceState state : devices.values()) {
            if (state.status == Status.ONLINE && state.silentAt(now)) {
                turn(state, Status.OFFLINE);
            }
        }
    }

    /** Tells subscribers what changed. To be called once a second. */
    public void tick() {
        if (subscriptions.isEmpty()) {
            return;
        }
        List<DeviceStatus> statuses =
                changedDevices.stream().map(DeviceState::snapshot).toList();
        List<Alarm> alarms = List.copyOf(changedAlarms.values());
        for (Subscription subscription : List.copyOf(subscriptions)) {
            subscription.tell(statuses, alarms);
        }
        changedDevices.clear();
        changedAlarms.clear();
        settlements.values().forEach(SettlementState::forgetChanges);
    }

    /** Follows what changes. The subscriber is called on this context and must not block. */
    public Subscription subscribe(LiveFilter filter, Consumer<LiveUpdate> subscriber) {
        Optional<SettlementState> followed = filter.readings().map(this::settlement);
        Subscription subscription = new Subscription(filter, followed, subscriber, subscriptions::remove);
        subscriptions.add(subscription);
        return subscription;
    }

    /** The newest reading of each series of a device, in the order of their first arrival. */
    public List<Reading> latest(DeviceId id) {
        DeviceState state = devices.get(id);
        return state == null ? List.of() : List.copyOf(state.latest.values());
    }

    public DeviceStatus status(DeviceId id) {
        DeviceState state = devices.get(id);
        return state == null
                ? new DeviceStatus(id, Status.UNKNOWN, Optional.empty(), Optional.empty())
                : state.snapshot();
    }

    /** Every device known of a settlement, registered or not. */
    public List<DeviceId> devices(String settlement) {
        SettlementState state = settlements.get(settlement);
        return state == null
                ? List.of()
                : state.sites.values().stream()
                        .flatMap(site -> site.devices.stream().map(device -> device.id))
                        .toList();
    }

    /** Every device that is heard but not registered. */
    public List<DeviceId> unregistered() {
        return unregistered == 0
                ? List.of()
                : devices.keySet().stream()
                        .filter(id -> registry.device(id).isEmpty())
                        .toList();
    }

    /** How many devices of a settlement are offline. */
    public int offline(String settlement) {
        return settlement(settlement).offline;
    }

    public int homesWithoutSupply(String settlement) {
        return settlement(settlement).homesWithoutSupply();
    }

    public EnergyNow energy(String settlement) {
        return settlement(settlement).power.now();
    }

    /** Power flows of one site; its consumption is what it uses itself. */
    public EnergyNow energy(String settlement, String site) {
        return site(settlement, site).power.now();
    }

    public WaterNow water(String settlement) {
        return settlement(settlement).water();
    }

    /** The time of the oldest reading of a settlement that came long after its time, since this was last asked. */
    public Optional<Instant> takeLate(String settlement) {
        SettlementState state = settlement(settlement);
        Optional<Instant> late = state.late;
        state.late = Optional.empty();
        return late;
    }

    /** Whether a site has devices and all of them are offline. */
    public boolean isSilent(String settlement, String site) {
        return site(settlement, site).isSilent();
    }

    /** The standing alarms of a device, in any state but normal. */
    public Collection<Alarm> alarms(DeviceId id) {
        return List.copyOf(standing.getOrDefault(id, Map.of()).values());
    }

    /** All standing alarms. */
    public List<Alarm> alarms() {
        List<Alarm> all = new ArrayList<>();
        standing.values().forEach(it -> all.addAll(it.values()));
        return all;
    }

    /** Readings of unregistered devices that were not taken because there are too many such devices. */
    public long refused() {
        return refused;
    }

    public int subscribers() {
        return subscriptions.size();
    }

    private void add(Settlement settlement) {
        for (Site site : registry.sites(settlement.id())) {
            var unused = settlement(settlement.id()).site(site.id(), Optional.of(site));
        }
        Map<String, List<Device>> bySite = new LinkedHashMap<>();
        for (Device device : registry.devices(settlement.id())) {
            bySite.computeIfAbsent(device.id().site(), key -> new ArrayList<>()).add(device);
        }
        bySite.forEach((id, ofSite) -> fill(site(settlement.id(), id), ofSite));
    }

    private void fill(SiteState state, List<Device> ofSite) {
        Map<DeviceId, EnergyRole> roles =
                state.site.map(it -> EnergyRoles.of(it, ofSite)).orElse(Map.of());
        state.metered = roles.containsValue(EnergyRole.CONSUMER);
        ofSite.forEach(it -> register(state, it, roles.getOrDefault(it.id(), EnergyRole.NONE)));
    }

    /** Takes a device out of every sum. */
    private void withdraw(DeviceState state) {
        turn(state, Status.OFFLINE); // ends what it adds to the power
        turn(state, Status.UNKNOWN);
        state.supply(false);
        devices.remove(state.id);
        changedDevices.remove(state);
    }

    /** Gives a device what was known of it, or of the one that it was taken for. */
    private void adopt(DeviceState state, DeviceState before) {
        DeviceStatus known = before.snapshot();
        known.firstSeen().ifPresent(state::seen);
        known.lastSeen().ifPresent(state::seen);
        for (Reading it : before.latest.values()) {
            take(state, it.of(state.id));
        }
        if (state.status == Status.UNKNOWN) {
            turn(state, before.status);
        }
    }

    private void register(SiteState site, Device device, EnergyRole role) {
        DeviceState state =
                new DeviceState(device.id(), site, Optional.of(device), role, EnergyRoles.powerMetric(device.type()));
        devices.put(device.id(), state);
        site.devices.add(state);
    }

    private Optional<DeviceState> device(DeviceId id) {
        DeviceState known = devices.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        if (unregistered >= MOST_UNREGISTERED) {
            refused++;
            return Optional.empty();
        }
        unregistered++;
        SiteState site = site(id.settlement(), id.site());
        DeviceState state = new DeviceState(id, site, Optional.empty(), EnergyRole.NONE, Optional.empty());
        devices.put(id, state);
        site.devices.add(state);
        return Optional.of(state);
    }

    private SettlementState settlement(String id) {
        return settlements.computeIfAbsent(id, SettlementState::new);
    }

    private SiteState site(String settlement, String site) {
        return settlement(settlement).site(site, registry.site(settlement, site));
    }

    private void take(DeviceState state, Reading reading) {
        if (!state.take(reading)) {
            return;
        }
        if (state.site.settlement.subscribers > 0) {
            state.site.changed.put(reading.series(), reading);
            state.site.settlement.changedSites.add(state.site);
        }
        state.count(reading);
    }

    private void turn(DeviceState state, Status status) {
        if (state.status == status) {
            return;
        }
        boolean offline = status == Status.OFFLINE;
        if (offline != (state.status == Status.OFFLINE)) {
            state.site.settlement.offline += offline ? 1 : -1;
        }
        state.status = status;
        if (offline) {
            state.leavePower();
        }
        if (!subscriptions.isEmpty()) {
            changedDevices.add(state);
        }
    }
}
