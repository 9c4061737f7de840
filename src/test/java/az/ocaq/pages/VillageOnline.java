package az.ocaq.pages;

import static az.ocaq.Futures.done;

import az.ocaq.Settings;
import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.OidcSettings;
import az.ocaq.access.QuickAccounts;
import az.ocaq.access.Role;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.Causes;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.energy.Tariffs;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Reading;
import az.ocaq.notify.Contacts;
import az.ocaq.notify.SmsReports;
import az.ocaq.onboarding.Homes;
import az.ocaq.onboarding.Inbox;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Workbench;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.TimeSeriesStore;
import az.ocaq.store.questdb.QuestStore;
import az.ocaq.web.MovableClock;
import az.ocaq.web.SampleAlarms;
import az.ocaq.web.SampleVillage;
import az.ocaq.web.ServerStatus;
import az.ocaq.web.WebParts;
import az.ocaq.web.WebServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** The sample village behind a real web server that serves the pages of this project, with a morning of readings. */
final class VillageOnline {
    static final String PASSWORD = "correct horse";
    /** 16:00 in Baku. */
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    final AlarmService alarms;
    private final Vertx vertx = Vertx.vertx();
    private final MovableClock clock = new MovableClock(NOW);
    private final DeviceRegistry registry = SampleVillage.registry();
    private final Context pipeline = vertx.getOrCreateContext();
    private final LiveState live = new LiveState(registry, clock);
    private final TimeSeriesStore store;
    private final Database database;
    private final Accounts accounts;
    private final WebServer server;
    private final int port;

    VillageOnline(Path directory) throws Exception {
        this(directory, 0, Optional.empty());
    }

    /** With a provider that people may sign in at, which has to know the port; zero is any. */
    VillageOnline(Path directory, int asked, Optional<OidcSettings> oidc) throws Exception {
        store = QuestStore.open(vertx, directory.resolve("store"), false);
        database = Database.openH2(vertx, directory);
        accounts = QuickAccounts.open(vertx, database, clock);
        account("operator", Role.OPERATOR, Set.of("aghali", "zabukh"), Optional.empty());
        account("engineer", Role.ENGINEER, Set.of(), Optional.empty());
        account("crew", Role.CREW, Set.of("aghali"), Optional.empty());
        account("resident", Role.RESIDENT, Set.of(), Optional.of("aghali/home-001"));
        Quarantine quarantine = new Quarantine(database, Quarantine.Bounds.USUAL, message -> Future.succeededFuture());
        Homes homes = Homes.none(registry);
        alarms = on(() -> SampleAlarms.open(vertx, database, registry, clock));
        alarms.onAct(live::alarm);
        server = new WebServer(new WebParts(
                vertx,
                pipeline,
                new Settings.Http("127.0.0.1", asked, Optional.empty(), 0),
                oidc,
                registry,
                live,
                store,
                alarms,
                alarms::rules,
                Causes.NONE,
                accounts,
                database,
                quarantine,
                new Onboarding(
                        new Onboarding.Parts(
                                vertx, database, registry, DeviceTypes.none(), live, store, quarantine, clock),
                        homes,
                        Inbox.open(database, registry, homes),
                        new Quiet()),
                new Workbench(vertx, Path.of("devices/dialects"), ZoneId.of("Asia/Baku"), convention -> Map.of()),
                Tariffs.read(Path.of("config/tariffs.yaml")),
                clock,
                () -> new ServerStatus("test", Duration.ofSeconds(5), 10, 2, 1, true, true, true),
                () -> "",
                Path.of("dashboards"),
                new SmsReports(
                        database,
                        new Contacts(Map.of(), Optional.empty(), Optional.empty(), Optional.empty()),
                        clock)));
        port = done(server.start());
    }

    /** Nothing is under way, and nobody watches. */
    private static final class Quiet implements Onboarding.Surroundings {
        @Override
        public Future<Void> settled() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> refit(DeviceId device) {
            return Future.succeededFuture();
        }
    }

    /** Address of the server; browsers count localhost as secure, which workers and locks need. */
    String address() {
        return "http://localhost:" + port;
    }

    /** Six hours of the whole village, a reading each five minutes, with a gap of forty minutes. */
    void reportMorning() throws Exception {
        List<Reading> readings = new ArrayList<>();
        for (int minutes = 360; minutes >= 0; minutes -= 5) {
            if (minutes < 120 || minutes > 160) {
                readings.addAll(moment(NOW.minus(Duration.ofMinutes(minutes)), 360 - minutes));
            }
        }
        List<Alarm> unused = arrive(readings);
    }

    List<Alarm> arrive(List<Reading> readings) throws Exception {
        done(store.append(readings));
        List<Alarm> changed = on(() -> alarms.apply(readings, List.of(), clock.instant()));
        boolean unusedTicked = on(() -> {
            live.readings(readings);
            changed.forEach(live::alarm);
            live.tick();
            return Future.succeededFuture(true);
        });
        return changed;
    }

    /** A device measures too low a voltage; the number of its alarm. */
    long lowVoltage(String device) throws Exception {
        clock.advance(Duration.ofSeconds(1));
        return arrive(List.of(SampleVillage.reading(device + "/voltage_l1", clock.instant(), SampleAlarms.LOW_VOLTAGE)))
                .get(0)
                .id();
    }

    /** Every message to people is given up, as after many attempts. */
    void giveUpMessages(String reason) {
        int unused = database.transactBlocking(
                handle -> handle.createUpdate("UPDATE outbox SET state = 'dead', attempts = 8, last_error = :reason")
                        .bind("reason", reason)
                        .execute());
    }

    /** Somebody else acknowledges an alarm. */
    void acknowledge(long alarm) throws Exception {
        Actor admin = new Actor("admin", Role.ADMIN, Set.of(), Set.of(), Optional.empty());
        Alarm unused = on(() -> alarms.acknowledge(alarm, OptionalInt.empty(), admin));
    }

    /** Who has acknowledged an alarm. */
    Optional<String> acknowledgedBy(long alarm) throws Exception {
        return on(() -> Future.succeededFuture(alarms.alarm(alarm).flatMap(Alarm::acknowledgedBy)));
    }

    void close() throws Exception {
        done(server.close());
        done(store.close());
        accounts.close();
        database.close();
        done(vertx.close());
    }

    private static List<Reading> moment(Instant time, int minute) {
        List<Reading> readings = new ArrayList<>();
        readings.add(SampleVillage.reading("aghali/grid/meter/active_power", time, -6_000));
        readings.add(SampleVillage.reading("aghali/hydro/turbine-1/active_power", time, 18_000));
        readings.add(SampleVillage.reading("aghali/hydro/turbine-1/energy_production", time, 1e6 + minute * 300.0));
        readings.add(SampleVillage.reading("aghali/water/tank/tank_level", time, 78));
        readings.add(SampleVillage.reading("aghali/water/tank/pressure", time, 3.4));
        readings.add(SampleVillage.reading("aghali/home-001/pv/active_power", time, 2_100));
        readings.add(SampleVillage.reading("aghali/home-001/pv/energy_production", time, 5e5 + minute * 35.0));
        for (int home = 1; home <= 16; home++) {
            String meter = "aghali/home-0" + (home < 10 ? "0" : "") + home + "/meter/";
            readings.add(SampleVillage.reading(meter + "active_power", time, home == 1 ? -1_300 : 700 + home));
            readings.add(SampleVillage.reading(meter + "voltage_l1", time, 229.4));
            readings.add(SampleVillage.reading(meter + "energy_import", time, 2e6 + minute * 12.0));
            readings.add(SampleVillage.reading(meter + "energy_export", time, home == 1 ? 1e5 + minute * 20.0 : 0));
        }
        return readings;
    }

    private void account(String name, Role role, Set<String> settlements, Optional<String> home) throws Exception {
        Actor unused = done(accounts.create(new Actor(name, role, settlements, Set.of(), home), PASSWORD)
                .map(done -> new Actor(name, role, settlements, Set.of(), home)));
    }

    private <T> T on(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        pipeline.runOnContext(go -> work.get().onComplete(done));
        return done(done.future());
    }
}
