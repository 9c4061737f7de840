package az.ocaq.web;

import az.ocaq.access.Reach;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.Balance;
import az.ocaq.energy.EnergyTotals;
import az.ocaq.store.Step;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /energy/balance}. */
final class BalanceResource {
    private static final Map<Step, Duration> LONGEST = new EnumMap<>(Map.of(
            Step.QUARTER_HOUR, Duration.ofDays(8),
            Step.HOUR, Duration.ofDays(32),
            Step.DAY, Duration.ofDays(400),
            Step.MONTH, Duration.ofDays(4_000)));

    private final DeviceRegistry registry;
    private final Balance balance;
    private final PlaceJson places;
    private final Clock clock;

    BalanceResource(DeviceRegistry registry, Balance balance, PlaceJson places, Clock clock) {
        this.registry = registry;
        this.balance = balance;
        this.places = places;
        this.clock = clock;
    }

    Future<Reply> read(Request request) {
        Query query = request.query();
        Step step = step(query);
        Instant to = query.time("to").orElseGet(clock::instant);
        Instant from = query.time("from").orElse(to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST.getOrDefault(step, Duration.ZERO)) > 0) {
            throw Problem.badRequest("from must be before to, and the span not longer than "
                    + LONGEST.getOrDefault(step, Duration.ZERO).toDays() + " days for this step");
        }
        List<Balance.Scope> scopes = scopes(request.reach(), query);
        return sum(scopes, step, from, to)
                .map(points -> Reply.ok(json(scopes, points)).of(household(scopes)));
    }

    private static Step step(Query query) {
        return query.text("step")
                .map(it -> Step.ofWord(it)
                        .filter(LONGEST::containsKey)
                        .orElseThrow(() -> Problem.badRequest("step must be one of 15m, 1h, 1d, 1mo")))
                .orElse(Step.HOUR);
    }

    /** One site, one settlement, or all settlements in reach. A resident gets a sum of homes only when they are many. */
    private List<Balance.Scope> scopes(Reach reach, Query query) {
        Optional<String> site = query.text("site").map(it -> it.substring(it.indexOf('/') + 1));
        Optional<String> settlement = query.slug("settlement");
        if (site.isPresent()) {
            String id = settlement.orElseThrow(() -> Problem.badRequest("settlement is missing"));
            boolean seen = registry.site(id, site.get())
                    .map(it -> reach.site(id, it.id()))
                    .orElse(false);
            if (!seen) {
                throw Problem.notFound("there is no such site");
            }
            return List.of(new Balance.Scope(id, site, true));
        }
        List<Balance.Scope> scopes = new ArrayList<>();
        for (Settlement it : registry.settlements()) {
            boolean wanted = settlement.isEmpty() || settlement.get().equals(it.id());
            boolean many = !reach.isResident() || places.homes(it.id()) >= PlaceJson.FEWEST_HOMES_OF_A_SUM;
            if (wanted && many && reach.settlement(it.id())) {
                scopes.add(new Balance.Scope(it.id(), Optional.empty(), settlement.isPresent()));
            }
        }
        if (scopes.isEmpty()) {
            throw Problem.notFound("there is no such settlement");
        }
        return scopes;
    }

    private Future<Map<Instant, EnergyTotals>> sum(List<Balance.Scope> scopes, Step step, Instant from, Instant to) {
        Map<Instant, EnergyTotals> sum = new TreeMap<>();
        Future<Void> done = Future.succeededFuture();
        for (Balance.Scope scope : scopes) {
            done = done.compose(ready -> balance.read(scope, step, from, to)).map(points -> {
                points.forEach((time, totals) -> sum.merge(time, totals, EnergyTotals::plus));
                return null;
            });
        }
        return done.map(ready -> sum);
    }

    private Optional<String> household(List<Balance.Scope> scopes) {
        Balance.Scope scope = scopes.get(0);
        return scope.site()
                .flatMap(it -> registry.site(scope.settlement(), it))
                .filter(it -> it.kind() == SiteKind.HOME)
                .map(Site::id)
                .map(it -> scope.settlement() + '/' + it);
    }

    private static JsonObject json(List<Balance.Scope> scopes, Map<Instant, EnergyTotals> points) {
        JsonArray array = new JsonArray();
        EnergyTotals total = EnergyTotals.NONE;
        for (Map.Entry<Instant, EnergyTotals> point : points.entrySet()) {
            array.add(EnergyJson.of(point.getValue()).put("time", point.getKey().toEpochMilli()));
            total = total.plus(point.getValue());
        }
        Balance.Scope first = scopes.get(0);
        String id = scopes.size() > 1
                ? "region"
                : first.settlement() + first.site().map(it -> '/' + it).orElse("");
        return new JsonObject()
                .put("id", id)
                .put("unit", "Wh")
                .put("points", array)
                .put("total", EnergyJson.of(total).put("self_sufficiency", Words.number(total.selfSufficiency())));
    }
}
