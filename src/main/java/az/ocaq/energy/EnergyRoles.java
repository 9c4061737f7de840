package az.ocaq.energy;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.measurement.DeviceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the role of each device of a site from the site's kind and the device's type. */
public final class EnergyRoles {
    /** Metrics that carry power, the first that a type has counts. */
    private static final List<String> POWER = List.of("active_power", "power");

    private static final String MAIN_METER = "meter";

    private EnergyRoles() {}

    /**
     * The role of every device of one site. One meter of a site counts, the one called {@code meter} or else the first;
     * what else consumes there is behind it. Without a meter each electric consumer counts itself.
     */
    public static Map<DeviceId, EnergyRole> of(Site site, List<Device> devices) {
        Optional<Device> meter = mainMeter(devices);
        Map<DeviceId, EnergyRole> roles = new LinkedHashMap<>();
        for (Device device : devices) {
            EnergyRole role = source(site.kind(), device.type())
                    .orElseGet(() -> meter.map(
                                    it -> it.id().equals(device.id()) ? ofMeter(site.kind()) : EnergyRole.NONE)
                            .orElseGet(() -> consumes(device.type()) ? EnergyRole.CONSUMER : EnergyRole.NONE));
            roles.put(device.id(), role);
        }
        boolean plant = roles.values().stream().anyMatch(EnergyRole::generates) && isPlant(site.kind());
        if (plant) {
            // The meter of a plant counts what its generators already say.
            roles.replaceAll((id, role) -> role == EnergyRole.CONSUMER ? EnergyRole.NONE : role);
        }
        return roles;
    }

    /** The metric of a type that says its power now. */
    public static Optional<String> powerMetric(DeviceType type) {
        return POWER.stream().filter(type.metrics()::containsKey).findFirst();
    }

    private static Optional<EnergyRole> source(SiteKind kind, DeviceType type) {
        boolean stores = type.metrics().containsKey("energy_charge")
                || (says(type, "battery") && type.metrics().containsKey("power"));
        if (stores && !isCharger(type)) {
            return Optional.of(EnergyRole.BATTERY);
        }
        boolean produces = type.metrics().containsKey("energy_production");
        if (!produces) {
            return Optional.empty();
        }
        if (says(type, "hydro") || kind == SiteKind.HYDRO_PLANT) {
            return Optional.of(EnergyRole.HYDRO);
        }
        return Optional.of(says(type, "wind") || kind == SiteKind.WIND_FARM ? EnergyRole.WIND : EnergyRole.SOLAR);
    }

    private static boolean says(DeviceType type, String word) {
        return type.id().contains(word);
    }

    private static boolean isCharger(DeviceType type) {
        return type.utility().equals("charging") || says(type, "charger");
    }

    private static Optional<Device> mainMeter(List<Device> devices) {
        Stream<Device> meters = devices.stream().filter(it -> isMeter(it.type()));
        return meters.reduce((one, other) -> other.id().device().equals(MAIN_METER) ? other : one);
    }

    private static boolean isMeter(DeviceType type) {
        return type.utility().equals("electricity")
                && says(type, "meter")
                && type.metrics().containsKey("energy_import");
    }

    private static boolean consumes(DeviceType type) {
        return type.metrics().containsKey("energy_import") && powerMetric(type).isPresent();
    }

    private static EnergyRole ofMeter(SiteKind kind) {
        return switch (kind) {
            case SUBSTATION -> EnergyRole.GRID;
            case TRANSFORMER_STATION, FEEDER -> EnergyRole.DISTRIBUTION;
            default -> EnergyRole.CONSUMER;
        };
    }

    private static boolean isPlant(SiteKind kind) {
        return kind == SiteKind.SOLAR_PARK || kind == SiteKind.HYDRO_PLANT || kind == SiteKind.WIND_FARM;
    }
}
