package az.ocaq.device;

import az.ocaq.measurement.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every settlement, site and device that Ocaq knows of, as configured. Immutable; any thread. */
public final class DeviceRegistry {
    private final Map<String, Settlement> settlements = new LinkedHashMap<>();
    private final Map<String, Map<String, Site>> sites = new LinkedHashMap<>();
    private final Map<DeviceId, Device> devices = new LinkedHashMap<>();
    private final Map<String, List<Device>> devicesBySettlement = new LinkedHashMap<>();

    public DeviceRegistry(Collection<Settlement> settlements, Collection<Site> sites, Collection<Device> devices) {
        settlements.forEach(it -> this.settlements.put(it.id(), it));
        for (Site site : sites) {
            this.sites
                    .computeIfAbsent(site.settlement(), id -> new LinkedHashMap<>())
                    .put(site.id(), site);
        }
        for (Device device : devices) {
            this.devices.put(device.id(), device);
            devicesBySettlement
                    .computeIfAbsent(device.id().settlement(), id -> new ArrayList<>())
                    .add(device);
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
        return Optional.ofNullable(devices.get(id));
    }

    public Collection<Device> devices() {
        return Collections.unmodifiableCollection(devices.values());
    }

    /** The devices of a settlement, in the order of its file. */
    public List<Device> devices(String settlement) {
        return Collections.unmodifiableList(devicesBySettlement.getOrDefault(settlement, List.of()));
    }
}
