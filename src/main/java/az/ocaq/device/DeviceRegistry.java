package az.ocaq.device;

import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every settlement, site and device that Ocaq knows of: as configured, and the devices that were given a home since. Any
 * thread: who asks sees the devices before or after a change, never between.
 */
public final class DeviceRegistry {
    private final Map<String, Settlement> settlements = new LinkedHashMap<>();
    private final Map<String, Map<String, Site>> sites = new LinkedHashMap<>();
    private volatile Devices devices;

    private record Devices(Map<DeviceId, Device> byId, Map<String, List<Device>> bySettlement) {
        static Devices of(Map<DeviceId, Device> byId) {
            Map<String, List<Device>> bySettlement = new LinkedHashMap<>();
            byId.values()
                    .forEach(it -> bySettlement
                            .computeIfAbsent(it.id().settlement(), id -> new ArrayList<>())
                            .add(it));
            return new Devices(byId, bySettlement);
        }
    }

    public DeviceRegistry(Collection<Settlement> settlements, Collection<Site> sites, Collection<Device> devices) {
        settlements.forEach(it -> this.settlements.put(it.id(), it));
        for (Site site : sites) {
            this.sites
                    .computeIfAbsent(site.settlement(), id -> new LinkedHashMap<>())
                    .put(site.id(), site);
        }
        Map<DeviceId, Device> byId = new LinkedHashMap<>();
        devices.forEach(it -> byId.put(it.id(), it));
        this.devices = Devices.of(byId);
    }

    /** Registers devices, or describes them anew; costs a copy of the list, so many at once are better than one by one. */
    public synchronized void enrol(Collection<Device> more) {
        Map<DeviceId, Device> byId = new LinkedHashMap<>(devices.byId);
        more.forEach(it -> byId.put(it.id(), it));
        devices = Devices.of(byId);
    }

    /** Registers a device no longer. */
    public synchronized void dismiss(DeviceId id) {
        Map<DeviceId, Device> byId = new LinkedHashMap<>(devices.byId);
        if (byId.remove(id) != null) {
            devices = Devices.of(byId);
        }
    }

    /** In the order of the files. */
    public Collection<Settlement> settlements() {
        return Collections.unmodifiableCollection(settlements.values());
    }

    public Optional<Settlement> settlement(String id) {
        return Optional.ofNullable(settlements.get(id));
    }

    /** The sites of a settlement, in the order of its file. */
    public Collection<Site> sites(String settlement) {
        return Collections.unmodifiableCollection(
                sites.getOrDefault(settlement, Map.of()).values());
    }

    public Optional<Site> site(String settlement, String site) {
        return Optional.ofNullable(sites.getOrDefault(settlement, Map.of()).get(site));
    }

    public Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(devices.byId.get(id));
    }

    public Collection<Device> devices() {
        return Collections.unmodifiableCollection(devices.byId.values());
    }

    /** The devices of a settlement, in the order of its file. */
    public List<Device> devices(String settlement) {
        return Collections.unmodifiableList(devices.bySettlement.getOrDefault(settlement, List.of()));
    }
}
