package az.ocaq.alarm;

import az.ocaq.alarm.engine.Engine;
import az.ocaq.alarm.engine.Sample;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What devices say, as the engine takes it: only what a rule looks at, and nothing of recorded or unknown devices. */
final class DeviceInputs {
    /** What the engine needs to know of one device, looked up once. */
    private static final class Known {
        final String name;
        final boolean inService;

        Known(String name, boolean inService) {
            this.name = name;
            this.inService = inService;
        }
    }

    private static final Known UNREGISTERED = new Known("", false);

    private final DeviceRegistry registry;
    private final Engine engine;
    private final Map<DeviceId, Known> devices = new HashMap<>();

    DeviceInputs(DeviceRegistry registry, Engine engine) {
        this.registry = registry;
        this.engine = engine;
    }

    /** The newest stored readings, from before a restart. */
    void seed(Collection<Reading> newest) {
        engine.seed(newest.stream()
                .flatMap(it -> sample(known(it.series().device()), it).stream())
                .toList());
    }

    void take(List<Reading> readings) {
        List<Sample> samples = new ArrayList<>();
        Set<Known> heard = new LinkedHashSet<>();
        for (Reading reading : readings) {
            Known device = known(reading.series().device());
            if (device.inService) {
                heard.add(device);
                sample(device, reading).ifPresent(samples::add);
            }
        }
        heard.forEach(it -> engine.heartbeat(it.name));
        if (!samples.isEmpty()) {
            engine.payload(samples);
        }
    }

    private Optional<Sample> sample(Known device, Reading reading) {
        String metric = reading.series().metric().name();
        if (!device.inService) {
            return Optional.empty();
        }
        boolean watched = !metric.startsWith(Diagnosis.PREFIX) && engine.watches(device.name, metric);
        return watched ? Optional.of(Sample.of(device.name, reading)) : Optional.empty();
    }

    /** What the server found out; about a device, it does not prove that the device is there. */
    void take(Collection<Diagnosis> diagnoses, Instant now) {
        List<Sample> samples = diagnoses.stream()
                .map(it -> new Sample(
                        it.device().toString(), it.metric(), now.toEpochMilli(), it.value(), Map.of(), it.unit(), true))
                .toList();
        if (!samples.isEmpty()) {
            engine.payload(samples);
        }
    }

    void take(AlarmService.Presence presence) {
        Known device = known(presence.device());
        if (!device.inService) {
            return;
        }
        if (presence.powerLost() && !presence.retained()) {
            engine.lostPower(device.name);
        } else if (!presence.online()) {
            engine.will(device.name, 0, presence.retained());
        } else if (!presence.retained()) {
            engine.connected(device.name, 0);
        }
    }

    /** Looks at the registry anew for a device. */
    void forget(DeviceId id) {
        devices.remove(id);
    }

    private Known known(DeviceId id) {
        Known known = devices.get(id);
        if (known != null) {
            return known;
        }
        Optional<Device> device = registry.device(id);
        if (device.isEmpty()) {
            // Anybody can make up names: what nobody registered is not remembered here.
            return UNREGISTERED;
        }
        Known added = new Known(id.toString(), !device.get().recorded());
        devices.put(id, added);
        return added;
    }
}
