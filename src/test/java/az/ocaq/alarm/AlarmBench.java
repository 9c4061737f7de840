package az.ocaq.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.database.Database;
import az.ocaq.database.OperationalDatabase;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.DeviceType;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.web.MovableClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Alarms of a few meters of one feeder with a database of their own and a clock that a test moves. */
final class AlarmBench {
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final DeviceId METER = new DeviceId("aghali", "home-1", "meter");

    final MovableClock clock = new MovableClock(START);
    final Database database;
    private final Vertx vertx = Vertx.vertx();
    private final String policy;
    private final Map<String, Reading> newest = new java.util.LinkedHashMap<>();
    private String rules;
    private int firstHome = 1;
    AlarmService alarms;

    AlarmBench(OperationalDatabase kind, String rules, String policy) throws Exception {
        this.rules = rules;
        this.policy = policy;
        database = kind.open(vertx);
        alarms = opened();
    }

    void close() {
        database.close();
        vertx.close().await();
    }

    void restart() {
        alarms = opened();
        var unused = on(alarms::tick);
    }

    /** With other rules. */
    void restart(String editedRules) {
        rules = editedRules;
        restart();
    }

    /** With a fleet that has no first home any more. */
    void restartWithoutTheMeter() {
        firstHome = 2;
        restart();
    }

    /** Reads other rules while running, and starts with them from now on. */
    int reload(String editedRules) {
        return reload("engineer", editedRules);
    }

    /** The same as somebody in particular. */
    int reload(String user, String editedRules) {
        rules = editedRules;
        alarms.onReload(
                () -> Future.succeededFuture(new AlarmService.Edition(rules(editedRules), policy(), this::newest)));
        return on(() -> alarms.reload(user));
    }

    /** Lets time pass, with a tick each minute. */
    void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            Duration step = Duration.between(clock.instant(), end);
            clock.advance(step.compareTo(Duration.ofMinutes(1)) > 0 ? Duration.ofMinutes(1) : step);
            var unused = on(alarms::tick);
        }
    }

    List<Alarm> power(double watts) {
        return reading("active_power", watts);
    }

    List<Alarm> reading(String metric, double value) {
        return reading(METER, metric, value);
    }

    List<Alarm> reading(DeviceId device, String metric, double value) {
        Reading reading = new Reading(new SeriesId(device, Metric.named(metric)), clock.instant(), value, Quality.GOOD);
        newest.put(device + "/" + metric, reading);
        return on(() -> alarms.apply(List.of(reading), List.of(), clock.instant()));
    }

    /** The newest readings. Of a region they are many, so that no event loop may go through them. */
    private Collection<Reading> newest() {
        List<Reading> readings = List.copyOf(newest.values());
        return new AbstractCollection<>() {
            @Override
            public Iterator<Reading> iterator() {
                assertThat(Context.isOnEventLoopThread()).isFalse();
                return readings.iterator();
            }

            @Override
            public int size() {
                return readings.size();
            }
        };
    }

    AlarmState state(long id) {
        return alarms.alarm(id).orElseThrow().state();
    }

    List<String> keys() {
        return database.transactBlocking(handle -> handle.createQuery("SELECT message_key FROM outbox ORDER BY id")
                .mapTo(String.class)
                .list());
    }

    <T> T on(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> vertx.getOrCreateContext()
                        .runOnContext(ignored -> work.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static Rules rules(String yaml) {
        Problems problems = new Problems();
        YamlMap map = YamlFile.parse("rules.yaml", new StringReader(yaml), problems);
        Rules rules = new Rules(
                map.keys().stream()
                        .map(it -> RuleReader.read(it, map.map(it), RuleReader.Texts.OPTIONAL))
                        .toList(),
                map.keys().stream().collect(Collectors.toMap(it -> it, it -> yaml)));
        problems.throwIfAny();
        return rules;
    }

    private AlarmService opened() {
        return on(() -> AlarmService.open(
                vertx, database, new AlarmService.Edition(rules(rules), policy(), this::newest), registry(), clock));
    }

    private Policy policy() {
        Problems problems = new Problems();
        Policy read = PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader(policy), problems));
        problems.throwIfAny();
        return read;
    }

    private DeviceRegistry registry() {
        Title title = new Title("Sayğac", "Счётчик", "Meter");
        DeviceType type = new DeviceType("meter", title, "electricity", Duration.ofSeconds(10), Map.of(), List.of());
        List<Device> devices = new ArrayList<>();
        for (int home = firstHome; home <= 4; home++) {
            devices.add(new Device(new DeviceId("aghali", "home-" + home, "meter"), type, title, false, Map.of()));
        }
        return new DeviceRegistry(List.of(), List.of(), devices);
    }
}
