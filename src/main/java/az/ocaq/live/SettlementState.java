package az.ocaq.live;

import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.PowerSum;
import az.ocaq.measurement.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What is known of one settlement now: its key figures, kept up to date with each reading. */
final class SettlementState {
    final String id;
    final Map<String, SiteState> sites = new LinkedHashMap<>();
    final PowerSum power = new PowerSum();
    private final List<SiteState> waterWorks = new ArrayList<>();
    /** Sites with readings that no subscriber has been told yet. */
    final Set<SiteState> changedSites = new LinkedHashSet<>();

    final Set<SiteState> deadSites = new LinkedHashSet<>();
    Optional<Instant> late = Optional.empty();
    int offline;
    int subscribers;

    SettlementState(String id) {
        this.id = id;
    }

    SiteState site(String site, Optional<Site> registered) {
        return sites.computeIfAbsent(site, key -> {
            SiteState state = new SiteState(this, key, registered);
            if (state.is(SiteKind.WATER_WORKS)) {
                waterWorks.add(state);
            }
            return state;
        });
    }

    void late(Instant time) {
        if (late.isEmpty() || time.isBefore(late.get())) {
            late = Optional.of(time);
        }
    }

    /** The newest reading of each series that changed, of one site or of all; in the order of the first change. */
    List<Reading> changes(Optional<String> site) {
        List<Reading> found = new ArrayList<>();
        for (SiteState changed : changedSites) {
            if (site.isEmpty() || site.get().equals(changed.id)) {
                found.addAll(changed.changed.values());
            }
        }
        return found;
    }

    void forgetChanges() {
        changedSites.forEach(site -> site.changed.clear());
        changedSites.clear();
    }

    /** Homes whose meter says so, and silent homes that are fed by a site that has no voltage. */
    int homesWithoutSupply() {
        int homes = 0;
        boolean upstream = false;
        for (SiteState site : deadSites) {
            homes += site.isHome() ? 1 : 0;
            upstream |= !site.isHome();
        }
        if (upstream) {
            for (SiteState site : sites.values()) {
                homes += site.isHome() && !site.isDead() && site.isMeterSilent() && isFedByDead(site) ? 1 : 0;
            }
        }
        return homes;
    }

    WaterNow water() {
        List<Double> levels = new ArrayList<>();
        List<Double> pressures = new ArrayList<>();
        List<Double> flows = new ArrayList<>();
        for (SiteState site : waterWorks) {
            levels.addAll(site.values("tank_level"));
            pressures.addAll(site.values("pressure"));
            flows.addAll(site.outflows());
        }
        OptionalDouble flow = flows.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        flows.stream().mapToDouble(Double::doubleValue).sum());
        return new WaterNow(flow, mean(levels), mean(pressures));
    }

    private boolean isFedByDead(SiteState start) {
        Set<String> visited = new HashSet<>();
        Optional<String> next = start.site.flatMap(Site::fedBy);
        while (next.isPresent() && visited.add(next.get())) {
            SiteState site = sites.get(next.get());
            if (site == null) {
                return false;
            }
            if (site.isDead()) {
                return true;
            }
            next = site.site.flatMap(Site::fedBy);
        }
        return false;
    }

    private static OptionalDouble mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }
}
