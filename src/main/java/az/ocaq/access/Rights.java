package az.ocaq.access;

import static az.ocaq.access.Extent.ALL;
import static az.ocaq.access.Extent.HOME;
import static az.ocaq.access.Extent.NONE;
import static az.ocaq.access.Extent.OWN;
import static az.ocaq.access.Extent.PUBLIC;
import static az.ocaq.access.Extent.SCOPE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The one table of rights: who may use which route of the API, and how far. A route that is not in it serves nobody. */
public final class Rights {
    /** The routes that need no actor. */
    public static final Set<String> OPEN = Set.of(
            "POST /sms-reports", // whose secret is the gateway's
            "POST /session",
            "GET /session/providers",
            "GET /session/oidc",
            "GET /session/oidc/callback",
            "GET /openapi.json",
            "GET /cap",
            "GET /cap/{warning}");

    /** No settlement's name: what a token reaches whose settlements are none of its account's. */
    private static final String NOWHERE = "-";

    private static final Map<String, Map<Role, Extent>> TABLE = new LinkedHashMap<>();

    static {
        //                                            admin engineer operator crew resident
        row("GET /session", ALL, ALL, ALL, ALL, ALL);
        row("DELETE /session", ALL, ALL, ALL, ALL, ALL);
        row("GET /settlements", ALL, SCOPE, SCOPE, SCOPE, PUBLIC);
        row("GET /settlements/{settlement}", ALL, SCOPE, SCOPE, SCOPE, PUBLIC);
        row("GET /sites/{settlement}/{site}", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /devices", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /devices/{settlement}/{site}/{device}", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /devices/{settlement}/{site}/{device}/latest", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /series", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /energy/balance", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /alarms", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /alarms/{alarm}", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("POST /alarms/{alarm}/acknowledge", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/note", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/resolve", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/on_way", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/on_site", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/photos", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("GET /alarms/{alarm}/photos/{photo}", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("GET /alarms/{alarm}/assignees", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /causes", ALL, ALL, ALL, ALL, NONE);
        row("POST /alarms/{alarm}/assign", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /alarms/{alarm}/shelve", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /alarms/{alarm}/unshelve", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /alarms/{alarm}/journal", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("GET /alarms/{alarm}/incident", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/reset", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /alarms/{alarm}/out-of-service", ALL, SCOPE, NONE, NONE, NONE);
        row("POST /alarms/{alarm}/in-service", ALL, SCOPE, NONE, NONE, NONE);
        row("GET /warnings", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /alarms/{alarm}/approve-warning", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /alarms/{alarm}/decline-warning", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /duty", ALL, ALL, ALL, ALL, NONE);
        row("GET /duty/dry-run", ALL, ALL, ALL, NONE, NONE);
        row("GET /ways", ALL, ALL, ALL, NONE, NONE);
        row("DELETE /ways/{receiver}/{way}", ALL, ALL, NONE, NONE, NONE);
        row("GET /dead-letters", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /dead-letters/{message}/retry", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /silences", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /silences", ALL, SCOPE, SCOPE, NONE, NONE);
        row("DELETE /silences/{period}", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /silences/{period}/review", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /maintenance", ALL, SCOPE, SCOPE, SCOPE, NONE);
        row("POST /maintenance", ALL, SCOPE, NONE, NONE, NONE);
        row("DELETE /maintenance/{period}", ALL, SCOPE, NONE, NONE, NONE);
        row("POST /maintenance/{period}/review", ALL, SCOPE, NONE, NONE, NONE);
        row("POST /rules/reload", ALL, ALL, NONE, NONE, NONE);
        row("GET /push", ALL, OWN, OWN, OWN, NONE);
        row("POST /push", ALL, OWN, OWN, OWN, NONE);
        row("DELETE /push", ALL, OWN, OWN, OWN, NONE);
        row("GET /rules", ALL, SCOPE, NONE, NONE, NONE);
        row("POST /rules/backtest", ALL, SCOPE, NONE, NONE, NONE);
        row("GET /kpi/alarms", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /kpi/night-flow", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /kpi/reliability", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /alarms/{alarm}/proposal", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /quarantine", ALL, SCOPE, NONE, NONE, NONE);
        row("GET /quarantine/{message}", ALL, SCOPE, NONE, NONE, NONE);
        row("POST /quarantine/{message}/replay", ALL, SCOPE, NONE, NONE, NONE);
        row("DELETE /quarantine/{message}", ALL, SCOPE, NONE, NONE, NONE);
        row("GET /inbox", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /inbox/{settlement}/{site}/{device}", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /inbox/{settlement}/{site}/{device}/home", ALL, SCOPE, SCOPE, NONE, NONE);
        row("POST /inbox/sheet", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /homes", ALL, SCOPE, SCOPE, NONE, NONE);
        row("PUT /homes/{settlement}/{site}/{device}", ALL, SCOPE, SCOPE, NONE, NONE);
        row("DELETE /homes/{settlement}/{site}/{device}", ALL, SCOPE, SCOPE, NONE, NONE);
        row("GET /types", ALL, ALL, ALL, NONE, NONE);
        row("POST /tryout", ALL, ALL, NONE, NONE, NONE);
        row("GET /dialects", ALL, ALL, ALL, NONE, NONE);
        row("GET /dialects/{dialect}", ALL, ALL, ALL, NONE, NONE);
        row("GET /export", ALL, SCOPE, SCOPE, NONE, HOME);
        row("GET /live", ALL, SCOPE, SCOPE, SCOPE, HOME);
        row("GET /server", ALL, ALL, ALL, NONE, NONE);
        row("GET /boards", ALL, ALL, ALL, ALL, ALL);
        row("GET /tariffs", ALL, ALL, ALL, ALL, ALL);
        row("GET /audit", ALL, NONE, NONE, NONE, NONE);
        row("GET /accounts", ALL, NONE, NONE, NONE, NONE);
        row("POST /accounts", ALL, NONE, NONE, NONE, NONE);
        row("PUT /accounts/{account}", ALL, NONE, NONE, NONE, NONE);
        row("DELETE /accounts/{account}", ALL, NONE, NONE, NONE, NONE);
        row("GET /tokens", ALL, OWN, OWN, OWN, NONE);
        row("POST /tokens", ALL, OWN, OWN, OWN, NONE);
        row("DELETE /tokens/{token}", ALL, OWN, OWN, OWN, NONE);
    }

    private Rights() {}

    /** How far a role's right to a route goes; {@link Extent#NONE} for a route that is not in the table. */
    public static Extent extent(String route, Role role) {
        return Optional.ofNullable(TABLE.get(route)).map(row -> row.get(role)).orElse(NONE);
    }

    /** The routes of the table, for example {@code GET /settlements/{settlement}}. */
    public static Set<String> routes() {
        return Set.copyOf(TABLE.keySet());
    }

    /** The same actor, reaching no more than the given settlements. */
    public static Actor narrowed(Actor actor, Set<String> settlements) {
        Set<String> both = actor.settlements().isEmpty()
                ? settlements
                : settlements.stream().filter(actor.settlements()::contains).collect(Collectors.toUnmodifiableSet());
        Role role = actor.role() == Role.ADMIN ? Role.ENGINEER : actor.role();
        return new Actor(actor.user(), role, both.isEmpty() ? Set.of(NOWHERE) : both, actor.utilities(), actor.home());
    }

    private static void row(
            String route, Extent admin, Extent engineer, Extent operator, Extent crew, Extent resident) {
        TABLE.put(
                route,
                Map.of(
                        Role.ADMIN, admin,
                        Role.ENGINEER, engineer,
                        Role.OPERATOR, operator,
                        Role.CREW, crew,
                        Role.RESIDENT, resident));
    }
}
