package az.ocaq.web;

import az.ocaq.alarm.Alarm;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.EnergyNow;
import az.ocaq.live.LiveState;
import az.ocaq.live.WaterNow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settlements and sites as JSON. On the pipeline's context. */
final class PlaceJson {
    /** Fewer homes than this, and a sum would tell too much of one household. */
    static final int FEWEST_HOMES_OF_A_SUM = 15;

    /** What supplies everybody, and so concerns everybody. */
    private static final Set<SiteKind> PUBLIC = EnumSet.of(
            SiteKind.SUBSTATION,
            SiteKind.TRANSFORMER_STATION,
            SiteKind.FEEDER,
            SiteKind.SOLAR_PARK,
            SiteKind.HYDRO_PLANT,
            SiteKind.WIND_FARM,
            SiteKind.BATTERY_STATION,
            SiteKind.WATER_WORKS,
            SiteKind.HEAT_PLANT,
            SiteKind.GAS_STATION,
            SiteKind.STREET_LIGHTING,
            SiteKind.CHARGING_STATION,
            SiteKind.WEATHER_STATION);

    private final DeviceRegistry registry;
    private final LiveState live;
    private final Map<String, Integer> homes = new HashMap<>();

    PlaceJson(DeviceRegistry registry, LiveState live) {
        this.registry = registry;
        this.live = live;
        for (Settlement settlement : registry.settlements()) {
            homes.put(settlement.id(), (int) registry.sites(settlement.id()).stream()
                    .filter(it -> it.kind() == SiteKind.HOME)
                    .count());
        }
    }

    static boolean isPublic(SiteKind kind) {
        return PUBLIC.contains(kind);
    }

    int homes(String settlement) {
        return homes.getOrDefault(settlement, 0);
    }

    /**
     * A settlement with its key figures.
     *
     * @param alarms its standing alarms that the reader may see
     * @param resident whether the reader is one, who gets no sum of a few homes
     */
    JsonObject of(Settlement settlement, Collection<Alarm> alarms, boolean resident) {
        boolean tooFew = resident && homes(settlement.id()) < FEWEST_HOMES_OF_A_SUM;
        return new JsonObject()
                .put("id", settlement.id())
                .put("title", TitleJson.of(settlement.title()))
                .put("district", TitleJson.of(settlement.district()))
                .put("latitude", settlement.place().latitude())
                .put("longitude", settlement.place().longitude())
                .put("altitude", settlement.place().altitude())
                .put("time_zone", settlement.zone().getId())
                .put("people", settlement.people())
                .put("homes", homes(settlement.id()))
                .put("devices", registry.devices(settlement.id()).size())
                .put("devices_offline", live.offline(settlement.id()))
                .put("alarms", AlarmJson.counts(alarms))
                .put("homes_without_supply", live.homesWithoutSupply(settlement.id()))
                .put("energy_now", tooFew ? null : of(live.energy(settlement.id())))
                .put("water_now", of(live.water(settlement.id())));
    }

    JsonObject of(Site site) {
        return of(site, devices(site));
    }

    private JsonObject of(Site site, List<Device> devices) {
        return new JsonObject()
                .put("id", site.settlement() + '/' + site.id())
                .put("site", site.id())
                .put("settlement", site.settlement())
                .put("kind", site.kind().word())
                .put("title", TitleJson.of(site.title()))
                .put("latitude", site.place().latitude())
                .put("longitude", site.place().longitude())
                .put("fed_by", site.fedBy().orElse(null))
                .put("devices", devices.size())
                .put("state", state(site, devices));
    }

    /** All sites of a settlement, in one pass over its devices. */
    JsonArray sites(String settlement, Predicate<Site> shown) {
        JsonArray sites = new JsonArray();
        Map<String, List<Device>> bySite = new HashMap<>();
        for (Device device : registry.devices(settlement)) {
            bySite.computeIfAbsent(device.id().site(), key -> new ArrayList<>()).add(device);
        }
        for (Site site : registry.sites(settlement)) {
            if (shown.test(site)) {
                sites.add(of(site, bySite.getOrDefault(site.id(), List.of())));
            }
        }
        return sites;
    }

    List<Device> devices(Site site) {
        return registry.devices(site.settlement()).stream()
                .filter(it -> it.id().site().equals(site.id()))
                .toList();
    }

    static JsonObject of(EnergyNow now) {
        return new JsonObject()
                .put("time", now.time().map(Instant::toEpochMilli).orElse(null))
                .put("solar", rounded(now.solar()))
                .put("wind", rounded(now.wind()))
                .put("hydro", rounded(now.hydro()))
                .put("battery", rounded(now.battery()))
                .put("grid", rounded(now.grid()))
                .put("consumption", rounded(now.consumption()))
                .put("homes_reporting", now.homesReporting());
    }

    static JsonObject of(WaterNow now) {
        return new JsonObject()
                .put("flow", Words.number(now.flow()))
                .put("tank_level", Words.number(now.tankLevel()))
                .put("pressure", Words.number(now.pressure()));
    }

    private String state(Site site, List<Device> devices) {
        boolean alarm = devices.stream()
                .flatMap(it -> live.alarms(it.id()).stream())
                .anyMatch(it -> AlarmJson.asks(it.state()));
        if (alarm) {
            return "alarm";
        }
        return live.isSilent(site.settlement(), site.id()) ? "offline" : "ok";
    }

    /** Sums are kept by differences, whose last digits mean nothing. */
    private static @Nullable Double rounded(OptionalDouble watts) {
        return watts.isPresent() ? Double.valueOf(Math.rint(watts.getAsDouble() * 1_000) / 1_000) : null;
    }
}
