package az.ocaq.live;

import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.PowerSum;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    boolean isSilent() {
        return !devices.isEmpty() && devices.stream().allMatch(it -> it.status == Status.OFFLINE);
    }

    /** The newest values of a quantity at the devices that are not offline. */
    List<Double> values(String quantity) {
        List<Double> found = new ArrayList<>();
        for (DeviceState device : devices) {
            for (Map.Entry<Metric, Reading> entry : device.latest.entrySet()) {
                if (device.status != Status.OFFLINE && entry.getKey().quantity().equals(quantity)) {
                    found.add(entry.getValue().value());
                }
            }
        }
        return found;
    }
}
