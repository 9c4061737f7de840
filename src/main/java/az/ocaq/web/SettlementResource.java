package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.alarm.Alarm;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.live.LiveState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code /settlements}. */
final class SettlementResource {
    private final DeviceRegistry registry;
    private final LiveState live;
    private final PlaceJson json;
    private final AlarmSight sight;

    SettlementResource(DeviceRegistry registry, LiveState live, PlaceJson json, AlarmSight sight) {
        this.registry = registry;
        this.live = live;
        this.json = json;
        this.sight = sight;
    }

    Future<Reply> list(Request request) {
        Reach reach = request.reach();
        Map<String, List<Alarm>> alarms = new HashMap<>();
        for (Alarm alarm : live.alarms()) {
            if (sight.sees(reach, alarm)) {
                alarms.computeIfAbsent(alarm.device().settlement(), key -> new ArrayList<>())
                        .add(alarm);
            }
        }
        JsonArray settlements = new JsonArray();
        for (Settlement settlement : registry.settlements()) {
            if (reach.settlement(settlement.id())) {
                List<Alarm> ofSettlement = alarms.getOrDefault(settlement.id(), List.of());
                settlements.add(json.of(settlement, ofSettlement, reach.isResident()));
            }
        }
        return Reply.ok(settlements).now();
    }

    Future<Reply> one(Request request) {
        String id = request.slug("settlement");
        Reach reach = request.reach();
        Settlement settlement = registry.settlement(id)
                .filter(it -> reach.settlement(id))
                .orElseThrow(() -> Problem.notFound("there is no such settlement"));
        List<Alarm> alarms = live.alarms().stream()
                .filter(it -> it.device().settlement().equals(id) && sight.sees(reach, it))
                .toList();
        JsonObject found = json.of(settlement, alarms, reach.isResident());
        return Reply.ok(found.put("sites", json.sites(id, site -> shows(reach, site)))
                        .put("balance_now", found.getValue("energy_now")))
                .now();
    }

    /** Whether a neighbour's home is empty is nobody's business. */
    private static boolean shows(Reach reach, Site site) {
        return reach.site(site.settlement(), site.id()) || PlaceJson.isPublic(site.kind());
    }
}
