package az.ocaq.simulation.fault;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.fleet.Fleet;
import az.ocaq.fleet.ModelKind;
import az.ocaq.measurement.DeviceId;
import java.util.List;
import java.util.Optional;

/** The devices that faults may be of. Immutable; any thread. */
public final class FaultTargets {
    private final DeviceRegistry registry;
    private final DeviceTypes types;

    public FaultTargets(Fleet fleet, DeviceTypes types) {
        this.registry = fleet.registry();
        this.types = types;
    }

    /** What is wrong with a fault: which of its keys, and a sentence. */
    record Wrong(String key, String what) {}

    /** The first thing that is wrong with a fault. */
    Optional<Wrong> wrong(Fault fault) {
        List<Device> devices = of(fault.device());
        if (devices.isEmpty()) {
            return wrong("device", "there is no device, site or settlement '" + fault.device() + "'");
        }
        List<Device> fitting = devices.stream()
                .filter(it -> fault.kind().fits(model(it)) && !it.recorded())
                .toList();
        if (fitting.isEmpty()) {
            return wrong(
                    "kind",
                    "no simulated device of '" + fault.device() + "' can have "
                            + fault.kind().word());
        }
        return wrongMetric(fault, fitting);
    }

    private static Optional<Wrong> wrongMetric(Fault fault, List<Device> fitting) {
        FaultKind kind = fault.kind();
        if (kind.namesMetric() && fault.metric().isEmpty()) {
            return wrong("metric", "must say which metric is concerned");
        }
        if (kind == FaultKind.WRONG_CHANNEL && fault.source().isEmpty()) {
            return wrong("source", "must say which metric's value is shown instead");
        }
        for (String metric : List.of(fault.metric(), fault.source())) {
            boolean known = fitting.stream().anyMatch(it -> it.type().metrics().containsKey(metric));
            if (!metric.isEmpty() && !known) {
                return wrong(
                        metric.equals(fault.metric()) ? "metric" : "source",
                        "'" + fault.device() + "' has no metric '" + metric + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<Wrong> wrong(String key, String what) {
        return Optional.of(new Wrong(key, what));
    }

    private List<Device> of(String target) {
        String[] parts = target.split("/", -1);
        List<Device> devices = registry.devices(parts[0]);
        return parts.length == 1
                ? devices
                : devices.stream().filter(it -> isOf(it.id(), target)).toList();
    }

    private static boolean isOf(DeviceId id, String target) {
        String text = id.toString();
        return text.equals(target) || text.startsWith(target + '/');
    }

    private ModelKind model(Device device) {
        return types.behaviour(device.type().id()).model();
    }
}
