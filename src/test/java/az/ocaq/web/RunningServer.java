package az.ocaq.web;

import static az.ocaq.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.Settings;
import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.access.OidcSettings;
import az.ocaq.access.QuickAccounts;
import az.ocaq.access.Role;
import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.Causes;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.energy.Tariffs;
import az.ocaq.fleet.DeviceTypes;
import az.ocaq.live.LiveState;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
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
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A real web server on a free port over the sample village, with real stores in a directory of its own. */
final class RunningServer {
    static final String PASSWORD = "correct horse";
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Settings.Http PLAIN = new Settings.Http("127.0.0.1", 0, Optional.empty(), 0);

    final Vertx vertx = Vertx.vertx();
    final MovableClock clock = new MovableClock(NOW);
    final DeviceRegistry registry = SampleVillage.registry();
    final Context pipeline = vertx.getOrCreateContext();
    final LiveState live = new LiveState(registry, clock);
    final AlarmService alarms;
    final TimeSeriesStore store;
    /** What the store was asked for. */
    final AtomicInteger questions = new AtomicInteger();

    final Database database;
    final Accounts accounts;
    final Quarantine quarantine;
    final DeviceTypes types = DeviceTypes.load(Path.of("devices"), new Problems());
    final Onboarding onboarding;
    final Path dashboards;
    final WebParts parts;
    final List<Message> replayed = new ArrayList<>();
    volatile boolean up = true;
    volatile Optional<String> refuseReplay = Optional.empty();
    final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    final int port;

    RunningServer(Path directory) throws Exception {
        this(directory, PLAIN);
    }

    RunningServer(Path directory, Settings.Http http) throws Exception {
        this(directory, http, Optional.empty());
    }

    RunningServer(Path directory, Settings.Http http, Optional<OidcSettings> oidc) throws Exception {
        this(directory, http, oidc, 60, vertx -> Database.openH2(vertx, directory), SampleAlarms.RULES);
    }

    /** One that soon ends connections on which nothing moves. */
    static RunningServer impatient(Path directory, int idleSeconds) throws Exception {
        return new RunningServer(
                directory,
                PLAIN,
                Optional.empty(),
                idleSeconds,
                vertx -> Database.openH2(vertx, directory),
                SampleAlarms.RULES);
    }

    /** One with alarm rules of a test's own, and a kind of operational database. */
    static RunningServer judging(String rules, OperationalDatabase kind, Path directory) throws Exception {
        return new RunningServer(directory, PLAIN, Optional.empty(), 60, kind::open, rules);
    }

    /** One with a kind of operational database. */
    static RunningServer on(OperationalDatabase kind, Path directory) throws Exception {
        return judging(SampleAlarms.RULES, kind, Files.createDirectories(directory));
    }

    private interface Opening {
        Database open(Vertx vertx) throws Exception;
    }

    private RunningServer(
            Path directory,
            Settings.Http http,
            Optional<OidcSettings> oidc,
            int idleSeconds,
            Opening opening,
            String rules)
            throws Exception {
        store = counted(QuestStore.open(vertx, directory.resolve("store"), false));
        database = opening.open(vertx);
        accounts = QuickAccounts.open(vertx, database, clock);
        quarantine = new Quarantine(database, Quarantine.Bounds.USUAL, this::replay);
        dashboards = Files.createDirectories(directory.resolve("dashboards"));
        Files.writeString(
                dashboards.resolve("index.html"),
                "<!doctype html><script type=\"importmap\">{\"imports\":{}}</script><title>sign in</title>");
        Files.writeString(dashboards.resolve("operator.html"), "<!doctype html><title>operator</title>");
        Files.writeString(directory.resolve("secret.txt"), "secret");
        account("admin", Role.ADMIN, Set.of(), Set.of(), Optional.empty());
        account("engineer", Role.ENGINEER, Set.of(), Set.of(), Optional.empty());
        account("operator", Role.OPERATOR, Set.of("aghali"), Set.of(), Optional.empty());
        account("crew", Role.CREW, Set.of("aghali"), Set.of("electricity"), Optional.empty());
        account("resident", Role.RESIDENT, Set.of(), Set.of(), Optional.of("aghali/home-001"));
        Homes homes = Homes.open(database, registry, types);
        onboarding = new Onboarding(
                new Onboarding.Parts(vertx, database, registry, types, live, store, quarantine, clock),
                homes,
                Inbox.open(database, registry, homes),
                new NoPipeline());
        alarms = on(() -> SampleAlarms.open(vertx, database, registry, clock, rules));
        alarms.onAct(live::alarm);
        parts = new WebParts(
                vertx,
                pipeline,
                http,
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
                onboarding,
                new Workbench(vertx, Path.of("devices/dialects"), ZoneId.of("Asia/Baku"), convention -> Map.of()),
                Tariffs.read(Path.of("config/tariffs.yaml")),
                clock,
                () -> new ServerStatus("test", Duration.ofSeconds(5), 10, 2, 1, up, true, true),
                () -> "# HELP ocaq_up up\nocaq_up 1\n",
                dashboards,
                new SmsReports(database, contacts(), clock));
        server = new WebServer(parts, idleSeconds);
        port = done(server.start());
    }

    private static Contacts contacts() {
        String yaml = """
                sms:
                  url: http://127.0.0.1:1/send
                  body: '{"to":"{to}","text":"{text}","ref":"{key}"}'
                  reports: {secret_env: REPORTS, status: state}
                contacts:
                  crew: {sms: "+994501234567", mail: crew@example.az, fallback: [mail]}
                """;
        return Contacts.read(
                YamlFile.parse("contacts.yaml", new StringReader(yaml), new Problems()),
                Path.of("."),
                Map.of("REPORTS", "s3cret"));
    }

    private TimeSeriesStore counted(TimeSeriesStore it) {
        return (TimeSeriesStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {TimeSeriesStore.class}, (proxy, method, arguments) -> {
                    questions.incrementAndGet();
                    return method.invoke(it, arguments);
                });
    }

    /** Nothing is under way, and nobody watches. */
    static final class NoPipeline implements Onboarding.Surroundings {
        @Override
        public Future<Void> settled() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> refit(DeviceId device) {
            return Future.succeededFuture();
        }
    }

    void onPipeline(Runnable work) throws Exception {
        Promise<Boolean> promise = Promise.promise();
        pipeline.runOnContext(go -> {
            work.run();
            promise.complete(true);
        });
        assertThat(done(promise.future())).isTrue();
    }

    /** What the pipeline does with a batch. */
    void arrive(List<Reading> readings) throws Exception {
        var unused = changed(readings);
    }

    /** What the pipeline does with a batch; the alarms that it changed. */
    List<Alarm> changed(List<Reading> readings) throws Exception {
        done(store.append(readings));
        List<Alarm> changed = on(() -> alarms.apply(readings, List.of(), clock.instant()));
        onPipeline(() -> {
            live.readings(readings);
            changed.forEach(live::alarm);
        });
        return changed;
    }

    /** What passes of itself; the alarms that it changed. */
    List<Alarm> tick() throws Exception {
        return on(alarms::tick);
    }

    /** A meter measures too low a voltage, a usual one, and again too low a one: the second occurrence of its alarm. */
    Alarm lowVoltageTwice(String meter) throws Exception {
        var unusedFirst = voltage(meter, 3, SampleAlarms.LOW_VOLTAGE);
        var unusedOver = voltage(meter, 2, SampleAlarms.USUAL_VOLTAGE);
        return voltage(meter, 1, SampleAlarms.LOW_VOLTAGE).get(0);
    }

    private List<Alarm> voltage(String meter, int secondsAgo, double volts) throws Exception {
        return changed(List.of(
                SampleVillage.reading(meter + "/voltage_l1", clock.instant().minusSeconds(secondsAgo), volts)));
    }

    private <T> T on(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        pipeline.runOnContext(go -> work.get().onComplete(done));
        return done(done.future());
    }

    Visitor visitor(String user) throws Exception {
        return new Visitor(user, PASSWORD);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Future<Void> replay(Message message) {
        if (refuseReplay.isPresent()) {
            return Future.failedFuture(new IllegalArgumentException(refuseReplay.get()));
        }
        replayed.add(message);
        return Future.succeededFuture();
    }

    private void account(String name, Role role, Set<String> settlements, Set<String> utilities, Optional<String> home)
            throws Exception {
        done(accounts.create(new Actor(name, role, settlements, utilities, home), PASSWORD));
    }

    void close() throws Exception {
        done(server.close());
        done(store.close());
        accounts.close();
        database.close();
        done(vertx.close());
    }

    /** Somebody who has signed in with a browser. */
    final class Visitor {
        final String cookie;
        final String csrf;
        final JsonObject session;

        Visitor(String user, String password) throws Exception {
            JsonObject body = new JsonObject().put("username", user).put("password", password);
            HttpResponse<String> answer = RunningServer.this.send(
                    "POST", "/api/v1/session", body.encode(), "Content-Type", "application/json");
            if (answer.statusCode() != 200) {
                throw new IOException(answer.body());
            }
            session = new JsonObject(answer.body());
            csrf = session.getString("csrf");
            cookie = answer.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
        }

        HttpResponse<String> get(String path) throws Exception {
            return send("GET", "/api/v1" + path, "");
        }

        JsonObject json(String path) throws Exception {
            HttpResponse<String> answer = get(path);
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
            return new JsonObject(answer.body());
        }

        HttpResponse<String> post(String path, String body) throws Exception {
            return send("POST", "/api/v1" + path, body);
        }

        HttpResponse<String> send(String method, String path, String body) throws Exception {
            return RunningServer.this.send(
                    method, path, body, "Cookie", cookie, Authenticator.CSRF, csrf, "Content-Type", "application/json");
        }
    }
}
