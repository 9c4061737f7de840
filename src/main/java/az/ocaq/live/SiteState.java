package az.ocaq.live;

import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.EnergyRole;
import az.ocaq.energy.PowerSum;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What is known of one site now. */
final class SiteState {
    final SettlementState settlement;
    final String id;
    final Optional<Site> site;
    final List<DeviceState> devices = new ArrayList<>();
    final PowerSum power = new PowerSum();
    final Map<SeriesId, Reading> changed = new LinkedHashMap<>();
    boolean metered;
    int deadDevices;

    SiteState(SettlementState settlement, String id, Optional<Site> site) {
        this.settlement = settlement;
        this.id = id;
        this.site = site;
    }

    boolean isHome() {
        return is(SiteKind.HOME);
    }

    boolean is(SiteKind kind) {
        return site.isPresent() && site.get().kind() == kind;
    }

    /** Whether a meter that still reports says that there is no voltage. */
    boolean isDead() {
        return deadDevices > 0;
    }

    /** Whether all of its devices that were ever heard are offline. */
    boolean isSilent() {
        boolean offline = devices.stream().anyMatch(it -> it.status == Status.OFFLINE);
        return offline && devices.stream().noneMatch(it -> it.status == Status.ONLINE);
    }

    /** Whether the meter that counts what it uses is offline. */
    boolean isMeterSilent() {
        return devices.stream().anyMatch(it -> it.role == EnergyRole.CONSUMER && it.status == Status.OFFLINE);
    }

    /** The newest values of a quantity at the devices that are not offline. */
    List<Double> values(String quantity) {
        return values(quantity, device -> true);
    }

    /** What flows out into the network: at the meters, or, without any, wherever a flow is measured. */
    List<Double> outflows() {
        List<Double> metered = values(
                "flow",
                it -> it.latest.keySet().stream()
                        .anyMatch(metric -> metric.quantity().equals("volume")));
        return metered.isEmpty() ? values("flow") : metered;
    }

    private List<Double> values(String quantity, Predicate<DeviceState> of) {
        List<Double> found = new ArrayList<>();
        for (DeviceState device : devices) {
            if (device.status != Status.OFFLINE && of.test(device)) {
                device.latest.forEach((metric, reading) -> {
                    if (metric.quantity().equals(quantity)) {
                        found.add(reading.value());
                    }
                });
            }
        }
        return found;
    }
}
