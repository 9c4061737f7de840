package az.ocaq.web;

import az.ocaq.alarm.AlarmService;
import az.ocaq.alarm.engine.Policy;
import az.ocaq.alarm.engine.PolicyReader;
import az.ocaq.alarm.rule.RuleReader;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.StringReader;
import java.time.Clock;
import java.util.List;

/** The alarms of the sample village: low voltage anywhere, and little water, of which the public is told. */
public final class SampleAlarms {
    /** Raises the alarm {@code voltage_low} as {@code voltage_l1}. */
    public static final double LOW_VOLTAGE = 190;

    /** Ends it. */
    public static final double USUAL_VOLTAGE = 230;

    static final String RULES = """
            voltage_low:
              kind: threshold
              metric: voltage_l1
              unit: V
              op: "<"
              threshold: 207
              deadband: 5
              priority: high
              title: {az: "Gərginlik aşağıdır", ru: "Низкое напряжение", en: "Low voltage"}
              response: {az: "Yoxlayın", ru: "Проверьте", en: "Check"}
            tank_low:
              kind: threshold
              devices: {type: water_tank}
              metric: tank_level
              unit: "%"
              op: "<"
              levels:
                - {priority: high, threshold: 50}
                - {priority: critical, threshold: 10}
              deadband: 5
              public: approved
              title: {az: "Su azdır", ru: "Мало воды", en: "Little water"}
              response: {az: "Yoxlayın", ru: "Проверьте", en: "Check"}
            """;

    private SampleAlarms() {}

    /** The real alarms over a database; to be called on the pipeline's context. Reloading reads the same rules. */
    public static Future<AlarmService> open(Vertx vertx, Database database, DeviceRegistry registry, Clock clock) {
        return open(vertx, database, registry, clock, RULES);
    }

    /** The same with rules of a test's own. */
    static Future<AlarmService> open(
            Vertx vertx, Database database, DeviceRegistry registry, Clock clock, String rules) {
        return AlarmService.open(vertx, database, edition(rules), registry, clock)
                .onSuccess(alarms -> alarms.onReload(() -> Future.succeededFuture(edition(rules))));
    }

    private static AlarmService.Edition edition(String rules) {
        return new AlarmService.Edition(rules(rules), policy(), List::of);
    }

    private static Policy policy() {
        return PolicyReader.read(YamlFile.parse("crews.yaml", new StringReader("{}"), new Problems()));
    }

    private static Rules rules(String text) {
        Problems problems = new Problems();
        YamlMap map = YamlFile.parse("rules.yaml", new StringReader(text), problems);
        Rules read = new Rules(map.keys().stream()
                .map(it -> RuleReader.read(it, map.map(it), RuleReader.Texts.OPTIONAL))
                .toList());
        problems.throwIfAny();
        return read;
    }
}
