package az.ocaq.web;

import az.ocaq.device.DeviceRegistry;
import io.vertx.core.Vertx;
import java.util.List;

/** Every route of the API, but the few that stream or sign in. */
final class Routes {
    private final WebParts parts;
    private final AlarmSight sight;
    private final AlarmJson alarmJson;
    private final PlaceJson placeJson;
    private final DeviceJson deviceJson;

    Routes(WebParts parts) {
        this.parts = parts;
        DeviceRegistry registry = parts.registry();
        this.sight = new AlarmSight(registry);
        this.alarmJson = new AlarmJson(registry);
        this.placeJson = new PlaceJson(registry, parts.live());
        this.deviceJson = new DeviceJson(registry, parts.live(), parts.clock());
    }

    List<Route> all() {
        DeviceResource devices = new DeviceResource(parts.registry(), parts.live(), deviceJson);
        SettlementResource settlements = new SettlementResource(parts.registry(), parts.live(), placeJson, sight);
        SeriesResource series = new SeriesResource(parts.registry(), parts.store(), devices, parts.clock());
        AlarmResource alarms = new AlarmResource(parts.alarms(), alarmJson, sight);
        return List.of(
                Route.get("/settlements", settlements::list),
                Route.get("/settlements/{settlement}", settlements::one),
                Route.get(
                        "/devices", devices::list, "settlement", "site", "kind", "status", "limit", "after", "values"),
                Route.get("/devices/{settlement}/{site}/{device}", devices::one),
                Route.get("/devices/{settlement}/{site}/{device}/latest", devices::latest),
                Route.get("/series", series::read, "device", "metric", "from", "to", "step", "agg", "limit"),
                Route.get(
                        "/alarms", alarms::list, "state", "priority", "settlement", "device", "mine", "limit", "after"),
                Route.get("/alarms/{alarm}", alarms::one),
                Route.post("/alarms/{alarm}/acknowledge", alarms::acknowledge),
                Route.post("/alarms/{alarm}/shelve", alarms::shelve),
                Route.post("/alarms/{alarm}/unshelve", alarms::unshelve),
                Route.post("/alarms/{alarm}/assign", alarms::assign),
                Route.post("/alarms/{alarm}/note", alarms::note),
                Route.post("/alarms/{alarm}/resolve", alarms::resolve),
                Route.get("/server", new ServerResource(parts.status())::read));
    }

    LiveResource live(Vertx vertx, Api api) {
        return new LiveResource(vertx, api, parts.live(), parts.registry(), alarmJson, sight);
    }
}
