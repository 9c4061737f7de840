package az.ocaq.web;

import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.MetricRange;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.SiteKind;
import az.ocaq.energy.Balance;
import az.ocaq.energy.EnergyTotals;
import az.ocaq.energy.Flow;
import az.ocaq.energy.Tariff;
import az.ocaq.energy.Tariffs;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.SeriesId;
import az.ocaq.store.Aggregation;
import az.ocaq.store.Point;
import az.ocaq.store.SeriesQuery;
import az.ocaq.store.Step;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code /sites}: one home or plant, now and today. */
final class SiteResource {
    private static final double WATT_HOURS_OF_KWH = 1_000;

    private final DeviceRegistry registry;
    private final LiveState live;
    private final TimeSeriesStore store;
    private final Balance balance;
    private final Tariffs tariffs;
    private final PlaceJson places;
    private final DeviceJson devices;
    private final Clock clock;

    SiteResource(WebParts parts, Balance balance, PlaceJson places, DeviceJson devices) {
        this.registry = parts.registry();
        this.live = parts.live();
        this.store = parts.store();
        this.balance = balance;
        this.tariffs = parts.tariffs();
        this.places = places;
        this.devices = devices;
        this.clock = parts.clock();
    }

    /** What is counted besides electricity, and by which metric. */
    private enum Counted {
        WATER("water", "volume"),
        HEAT("heat", "thermal_energy"),
        GAS("gas", "gas_volume");

        private final String utility;
        private final String metric;

        Counted(String utility, String metric) {
            this.utility = utility;
            this.metric = metric;
        }

        Optional<MetricRange> of(Device device) {
            boolean meter = device.type().utility().equals(utility)
                    && device.type().id().contains("meter");
            return Optional.ofNullable(device.type().metrics().get(metric)).filter(it -> meter);
        }
    }

    Future<Reply> one(Request request) {
        String settlement = request.slug("settlement");
        Site site = registry.site(settlement, request.slug("site"))
                .filter(it -> request.reach().site(settlement, it.id()))
                .orElseThrow(() -> Problem.notFound("there is no such site"));
        List<Device> seen = places.devices(site).stream()
                .filter(it -> request.reach().device(it.id(), it.type().utility()))
                .toList();
        JsonArray items = new JsonArray();
        seen.forEach(it -> items.add(devices.of(it.id()).put("latest", devices.values(it.id()))));
        JsonObject json = places.of(site)
                .put("devices", items)
                .put(
                        "settlement_title",
                        registry.settlement(settlement)
                                .map(it -> TitleJson.of(it.title()))
                                .orElse(null))
                .put("metered", metered(seen))
                .put("energy_now", PlaceJson.of(live.energy(settlement, site.id())));
        Optional<String> home = Optional.of(settlement + '/' + site.id()).filter(it -> site.kind() == SiteKind.HOME);
        return today(site, seen, json).map(done -> Reply.ok(json).of(home));
    }

    /** What has a meter here besides electricity. */
    private static JsonArray metered(List<Device> seen) {
        JsonArray metered = new JsonArray();
        for (Counted what : Counted.values()) {
            if (seen.stream().anyMatch(it -> what.of(it).isPresent())) {
                metered.add(what.utility);
            }
        }
        return metered;
    }

    private Future<Void> today(Site site, List<Device> seen, JsonObject json) {
        Settlement settlement = registry.settlement(site.settlement()).orElseThrow();
        Instant now = clock.instant();
        Instant day = Step.DAY.bucketStart(now, settlement.zone());
        Instant month = Step.MONTH.bucketStart(now, settlement.zone());
        Balance.Scope scope = new Balance.Scope(site.settlement(), Optional.of(site.id()), true);
        boolean electric = seen.stream().anyMatch(it -> it.type().utility().equals("electricity"));
        Future<Map<Instant, EnergyTotals>> energy = electric && month.isBefore(now)
                ? balance.read(scope, Step.DAY, month, now)
                : Future.succeededFuture(Map.of());
        return energy.map(days -> json.put("energy_today", energy(days, day)))
                .compose(done -> counted(Counted.WATER, settlement, seen, day, now))
                .map(amount -> json.put("water_today", Words.number(amount)))
                .compose(done -> counted(Counted.HEAT, settlement, seen, day, now))
                .map(amount -> json.put("heat_today", Words.number(amount)))
                .compose(done -> counted(Counted.GAS, settlement, seen, day, now))
                .map(amount -> json.put("gas_today", Words.number(amount)))
                .mapEmpty();
    }

    private JsonObject energy(Map<Instant, EnergyTotals> days, Instant day) {
        EnergyTotals today = days.getOrDefault(day, EnergyTotals.NONE);
        EnergyTotals month = days.values().stream().reduce(EnergyTotals.NONE, EnergyTotals::plus);
        return new JsonObject()
                .put("consumption", EnergyJson.rounded(today.get(Flow.CONSUMPTION)))
                .put("production", EnergyJson.rounded(today.production()))
                .put("import", EnergyJson.rounded(today.get(Flow.GRID_IMPORT)))
                .put("export", EnergyJson.rounded(today.get(Flow.GRID_EXPORT)))
                .put("self_sufficiency", Words.number(today.selfSufficiency()))
                .put("cost", month.get(Flow.GRID_IMPORT).isPresent() ? cost(today, month) : null);
    }

    /** Today costs what the month costs more with it. What is fed in is not paid for. */
    private JsonObject cost(EnergyTotals today, EnergyTotals month) {
        Tariff tariff = tariffs.electricity();
        double ofMonth = month.get(Flow.GRID_IMPORT).orElse(0) / WATT_HOURS_OF_KWH;
        double ofToday = today.get(Flow.GRID_IMPORT).orElse(0) / WATT_HOURS_OF_KWH;
        return new JsonObject()
                .put("amount", money(tariff.price(ofMonth) - tariff.price(Math.max(0, ofMonth - ofToday))))
                .put("currency", tariffs.currency())
                .put("month_amount", money(tariff.price(ofMonth) + tariff.fixed()))
                .put("block", tariff.block(ofMonth));
    }

    private Future<OptionalDouble> counted(
            Counted what, Settlement settlement, List<Device> seen, Instant from, Instant to) {
        Future<OptionalDouble> sum = Future.succeededFuture(OptionalDouble.empty());
        for (Device device : seen) {
            Optional<MetricRange> metric = what.of(device);
            if (metric.isPresent() && from.isBefore(to)) {
                SeriesQuery query = new SeriesQuery(
                        new SeriesId(device.id(), metric.get().metric()),
                        from,
                        to,
                        Step.DAY,
                        Aggregation.DELTA,
                        settlement.zone(),
                        Duration.ZERO,
                        metric.get().modulus());
                sum = sum.compose(before -> store.read(query).map(points -> plus(before, points)));
            }
        }
        return sum;
    }

    private static OptionalDouble plus(OptionalDouble before, List<Point> points) {
        if (points.isEmpty()) {
            return before;
        }
        return OptionalDouble.of(
                before.orElse(0) + points.stream().mapToDouble(Point::value).sum());
    }

    private static double money(double amount) {
        return Math.rint(amount * 100) / 100;
    }
}
