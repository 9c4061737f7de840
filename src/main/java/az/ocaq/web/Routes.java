package az.ocaq.web;

import az.ocaq.access.AuditLog;
import az.ocaq.access.Tokens;
import az.ocaq.alarm.QuietPeriod;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.energy.Balance;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Every route of the API, but the few that stream or sign in. */
final class Routes {
    private final WebParts parts;
    private final Hooks hooks;
    private final AlarmSight sight;
    private final AlarmJson alarmJson;
    private final PlaceJson placeJson;
    private final DeviceJson deviceJson;
    private final DeviceResource devices;
    private final SeriesResource series;

    /**
     * What the routes need besides the parts.
     *
     * @param accountChanged is told of each account whose rights or password changed
     * @param tokensChanged is told when a token is no longer good
     */
    record Hooks(Vertx vertx, AuditLog audit, Tokens tokens, Consumer<String> accountChanged, Runnable tokensChanged) {}

    Routes(WebParts parts, Hooks hooks) {
        this.parts = parts;
        this.hooks = hooks;
        DeviceRegistry registry = parts.registry();
        this.sight = new AlarmSight(registry);
        this.alarmJson = new AlarmJson(registry, parts.rules());
        this.placeJson = new PlaceJson(registry, parts.live());
        this.deviceJson = new DeviceJson(registry, parts.live(), parts.clock());
        this.devices = new DeviceResource(registry, parts.live(), deviceJson);
        this.series = new SeriesResource(registry, parts.store(), devices, parts.clock());
    }

    List<Route> all() {
        return Stream.of(
                        places(),
                        measured(),
                        alarms(),
                        warnings(),
                        rules(),
                        quiet(),
                        push(),
                        operation(),
                        onboarding(),
                        access())
                .flatMap(List::stream)
                .toList();
    }

    private List<Route> places() {
        SettlementResource settlements = new SettlementResource(parts.registry(), parts.live(), placeJson, sight);
        return List.of(
                Route.get("/settlements", settlements::list),
                Route.get("/settlements/{settlement}", settlements::one),
                Route.get(
                        "/devices",
                        devices::list,
                        "settlement",
                        "site",
                        "kind",
                        "status",
                        "limit",
                        "after",
                        "values",
                        "metric"),
                Route.get("/devices/{settlement}/{site}/{device}", devices::one),
                Route.get("/devices/{settlement}/{site}/{device}/latest", devices::latest));
    }

    private List<Route> measured() {
        Balance balance = new Balance(parts.registry(), parts.store(), parts.live()::takeLate, parts.clock());
        SiteResource sites = new SiteResource(parts, balance, placeJson, deviceJson);
        BalanceResource balances = new BalanceResource(parts.registry(), balance, placeJson, parts.clock());
        return List.of(
                Route.get("/sites/{settlement}/{site}", sites::one),
                Route.get("/series", series::read, "device", "metric", "from", "to", "step", "agg", "limit"),
                Route.get("/energy/balance", balances::read, "settlement", "site", "from", "to", "step"),
                Route.get("/tariffs", new TariffResource(parts.tariffs())::read));
    }

    private List<Route> alarms() {
        AssigneeResource assignees = new AssigneeResource(parts, sight);
        AlarmResource alarms = new AlarmResource(parts.alarms(), alarmJson, sight, parts.causes(), assignees);
        return List.of(
                Route.get(
                        "/alarms",
                        alarms::list,
                        "state",
                        "priority",
                        "settlement",
                        "device",
                        "mine",
                        "from",
                        "to",
                        "limit",
                        "after"),
                Route.get("/alarms/{alarm}", alarms::one),
                Route.post("/alarms/{alarm}/acknowledge", alarms::acknowledge),
                Route.post("/alarms/{alarm}/shelve", alarms::shelve),
                Route.post("/alarms/{alarm}/unshelve", alarms::unshelve),
                Route.post("/alarms/{alarm}/assign", alarms::assign),
                Route.post("/alarms/{alarm}/on_way", alarms::onWay),
                Route.post("/alarms/{alarm}/on_site", alarms::onSite),
                Route.get("/alarms/{alarm}/photos/{photo}", alarms::photo),
                Route.get("/alarms/{alarm}/assignees", assignees::list),
                Route.get("/causes", alarms::causes),
                Route.post("/alarms/{alarm}/note", alarms::note),
                Route.get("/alarms/{alarm}/journal", alarms::journal),
                Route.get("/alarms/{alarm}/incident", new IncidentResource(parts, alarmJson, sight)::read),
                Route.get("/dead-letters", alarms::deadLetters, "limit"),
                Route.post("/dead-letters/{message}/retry", alarms::retry),
                Route.post("/alarms/{alarm}/reset", alarms::reset),
                Route.post("/alarms/{alarm}/out-of-service", alarms::outOfService),
                Route.post("/alarms/{alarm}/in-service", alarms::inService),
                Route.post("/alarms/{alarm}/resolve", alarms::resolve));
    }

    private List<Route> warnings() {
        WarningResource warnings = new WarningResource(parts, alarmJson, sight);
        return List.of(
                Route.get("/warnings", warnings::list),
                Route.post("/alarms/{alarm}/approve-warning", warnings::approve),
                Route.post("/alarms/{alarm}/decline-warning", warnings::decline));
    }

    private List<Route> push() {
        PushResource push = new PushResource(parts.database(), parts.clock());
        DutyResource duty = new DutyResource(parts);
        WayResource ways = new WayResource(parts);
        return List.of(
                Route.get("/duty", duty::list, "from", "to"),
                Route.get("/duty/dry-run", duty::dryRun, "at", "priority", "settlement", "utility"),
                Route.get("/ways", ways::list),
                Route.delete("/ways/{receiver}/{way}", ways::forget, "address"),
                Route.post(
                        "/rules/reload",
                        request -> parts.alarms()
                                .reload(request.actor().user())
                                .map(rules -> Reply.ok(new JsonObject().put("rules", rules)))),
                Route.get("/push", push::key),
                Route.post("/push", push::subscribe),
                Route.delete("/push", push::unsubscribe));
    }

    private List<Route> quiet() {
        QuietResource silences = new QuietResource(QuietPeriod.Kind.SILENCE, parts);
        QuietResource maintenance = new QuietResource(QuietPeriod.Kind.MAINTENANCE, parts);
        return List.of(
                Route.get("/silences", silences::list),
                Route.post("/silences", silences::create),
                Route.delete("/silences/{period}", silences::end),
                Route.post("/silences/{period}/review", silences::review),
                Route.get("/maintenance", maintenance::list),
                Route.post("/maintenance", maintenance::create),
                Route.delete("/maintenance/{period}", maintenance::end),
                Route.post("/maintenance/{period}/review", maintenance::review));
    }

    private List<Route> rules() {
        RuleResource rules = new RuleResource(hooks.vertx(), parts);
        KpiResource kpi = new KpiResource(hooks.vertx(), parts, sight);
        return List.of(
                Route.get("/rules", rules::list),
                Route.post("/rules/backtest", rules::backtest),
                Route.get("/kpi/alarms", kpi::alarms, "from", "to", "settlement", "operators"),
                Route.get("/kpi/night-flow", kpi::nightFlow, "settlement"),
                Route.get(
                        "/kpi/reliability",
                        new ReliabilityResource(hooks.vertx(), parts)::reliability,
                        "from",
                        "to",
                        "settlement",
                        "by",
                        "often",
                        "long_hours",
                        "outages",
                        "utility"),
                Route.get("/alarms/{alarm}/proposal", kpi::proposal));
    }

    private List<Route> operation() {
        QuarantineResource quarantine = new QuarantineResource(parts.quarantine());
        return List.of(
                Route.get("/quarantine", quarantine::list, "limit", "after", "device", "reason"),
                Route.get("/quarantine/{message}", quarantine::one),
                Route.post("/quarantine/{message}/replay", quarantine::replay),
                Route.delete("/quarantine/{message}", quarantine::delete),
                Route.get("/boards", new BoardResource(hooks.vertx(), parts.dashboards())::list),
                Route.get("/audit", new AuditResource(hooks.audit())::list, "limit", "after"),
                Route.get("/server", new ServerResource(parts.status())::read));
    }

    private List<Route> onboarding() {
        HomeJson homeJson = new HomeJson(parts.registry(), parts.onboarding());
        InboxResource inbox = new InboxResource(parts, deviceJson, homeJson);
        HomeResource homes = new HomeResource(parts.onboarding(), homeJson);
        WorkbenchResource workbench = new WorkbenchResource(parts.workbench(), parts.clock());
        return List.of(
                Route.get("/inbox", inbox::list),
                Route.post("/inbox/sheet", inbox::sheet),
                Route.get("/inbox/{settlement}/{site}/{device}", inbox::one),
                Route.post("/inbox/{settlement}/{site}/{device}/home", inbox::give),
                Route.get("/homes", homes::list),
                Route.put("/homes/{settlement}/{site}/{device}", homes::correct),
                Route.delete("/homes/{settlement}/{site}/{device}", homes::end),
                Route.get("/types", homes::types),
                Route.post("/tryout", workbench::tryOut),
                Route.get("/dialects", workbench::dialects),
                Route.get("/dialects/{dialect}", workbench::dialect));
    }

    private List<Route> access() {
        AccountResource accounts = new AccountResource(parts.accounts(), parts.registry(), hooks.accountChanged());
        TokenResource tokens = new TokenResource(hooks.tokens(), hooks.tokensChanged());
        return List.of(
                Route.get("/accounts", accounts::list),
                Route.post("/accounts", accounts::create),
                Route.put("/accounts/{account}", accounts::replace),
                Route.delete("/accounts/{account}", accounts::remove),
                Route.get("/tokens", tokens::list),
                Route.post("/tokens", tokens::create),
                Route.delete("/tokens/{token}", tokens::remove));
    }

    LiveResource live(Api api) {
        return new LiveResource(hooks.vertx(), api, parts.live(), parts.registry(), alarmJson, sight);
    }

    PhotoResource photos(Api api) {
        return new PhotoResource(hooks.vertx(), api, parts.alarms(), sight, alarmJson);
    }

    ExportResource export(Api api) {
        return new ExportResource(api, parts, series);
    }
}
