package az.ocaq;

/** The rule of tests that need an alarm of somebody: a home draws more than 9 kW. */
final class OverloadRule {
    /** High, with all else as it is by default. */
    static final String HIGH = with("priority: high");

    private OverloadRule() {}

    /** With these keys as well, priority included. */
    static String with(String... keys) {
        return """
                overload:
                  kind: threshold
                  devices: {type: household_meter}
                  metric: active_power
                  unit: kW
                  op: ">"
                  threshold: 9
                  %s
                  title: {az: Həddən artıq yük, ru: Перегрузка, en: Overload}
                  response: {az: Zəng edin, ru: Позвоните, en: Call}
                """.formatted(String.join("\n  ", keys));
    }
}
