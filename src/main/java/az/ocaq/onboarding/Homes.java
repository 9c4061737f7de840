package az.ocaq.onboarding;

import az.ocaq.database.Database;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The homes in force: each maps the identity that a decoder reads from a message to the one that the device has in the
 * registry. Asked for every reading. Confined to the pipeline's event-loop context once opened.
 */
public final class Homes {
    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);

    private final DeviceRegistry registry;
    private final DeviceTypes types;
    private final Map<DeviceId, Home> bySource = new LinkedHashMap<>();
    private final Map<DeviceId, Home> byDevice = new HashMap<>();
    /** What the fleet's file says of a device whose place a real one has taken. */
    private final Map<DeviceId, Device> planned = new HashMap<>();

    private final Map<DeviceId, Set<DeviceId>> left = new HashMap<>();

    private Homes(DeviceRegistry registry, DeviceTypes types) {
        this.registry = registry;
        this.types = types;
    }

    /** Reads the homes that were given and registers their devices; blocks. */
    public static Homes open(Database database, DeviceRegistry registry, DeviceTypes types) {
        Homes homes = new Homes(registry, types);
        database.transactBlocking(HomeTables::left).forEach(it -> homes.leave(it.device(), it.source()));
        homes.take(database.transactBlocking(HomeTables::inForce));
        return homes;
    }

    /** No homes: every device has its own identity. */
    public static Homes none(DeviceRegistry registry) {
        return new Homes(registry, DeviceTypes.none());
    }

    /** The identity that a device has here: of its home, or its own. */
    public DeviceId of(DeviceId source) {
        Home home = bySource.isEmpty() ? null : bySource.get(source);
        return home == null ? source : home.device();
    }

    /** The reading under the identity that its device has here. */
    public Reading of(Reading reading) {
        DeviceId source = reading.series().device();
        DeviceId device = of(source);
        return device.equals(source) ? reading : reading.of(device);
    }

    /** The home of a registered device. */
    public Optional<Home> at(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    /** The home of a device that speaks for itself. */
    public Optional<Home> ofSource(DeviceId source) {
        return Optional.ofNullable(bySource.get(source));
    }

    /** In the order in which they were given. */
    public Collection<Home> all() {
        return List.copyOf(bySource.values());
    }

    /** Whether stored values of this identity are of the past: its device has another identity now. */
    public boolean isLeft(DeviceId id) {
        boolean away = bySource.containsKey(id) && !of(id).equals(id);
        return away
                || (left.containsKey(id)
                        && registry.device(id).isEmpty()
                        && !bySource.containsKey(id)
                        && !isSource(id));
    }

    /** Whether everything that was ever stored under this identity came from this source. */
    boolean isOwn(DeviceId device, DeviceId source) {
        return left.getOrDefault(device, Set.of()).equals(Set.of(source));
    }

    void take(List<Home> given) {
        List<Device> devices = new ArrayList<>();
        for (Home home : given) {
            bySource.put(home.source(), home);
            byDevice.put(home.device(), home);
            registry.device(home.device()).ifPresent(it -> planned.putIfAbsent(it.id(), it));
            devices.add(device(home));
        }
        registry.enrol(devices);
    }

    void end(Home home) {
        bySource.remove(home.source());
        byDevice.remove(home.device());
        leave(home.device(), home.source());
        Device before = planned.remove(home.device());
        if (before == null) {
            registry.dismiss(home.device());
        } else {
            registry.enrol(List.of(before));
        }
    }

    private boolean isSource(DeviceId id) {
        return left.values().stream().anyMatch(it -> it.contains(id));
    }

    private void leave(DeviceId device, DeviceId source) {
        left.computeIfAbsent(device, it -> new HashSet<>()).add(source);
    }

    private Device device(Home home) {
        DeviceType type = types.type(home.type()).orElseGet(() -> {
            LOG.warn("device={} has the type {}, which is gone from devices/types", home.device(), home.type());
            Title title = new Title(home.type(), home.type(), home.type());
            return new DeviceType(home.type(), title, "electricity", Duration.ofMinutes(5), Map.of(), List.of());
        });
        Title title = home.title().isEmpty() ? type.title() : new Title(home.title(), home.title(), home.title());
        Optional<Device> before = Optional.ofNullable(planned.get(home.device()));
        return new Device(
                home.device(),
                type,
                title,
                false,
                before.map(Device::attributes).orElse(Map.of()));
    }
}
