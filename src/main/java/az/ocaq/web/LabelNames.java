package az.ocaq.web;

import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Device;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.device.Settlement;
import az.ocaq.device.Site;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What people call the values of alarms' labels: a feeder, a rule, a device. Any thread. */
final class LabelNames {
    private final DeviceRegistry registry;
    private final Supplier<Rules> rules;

    LabelNames(DeviceRegistry registry, Supplier<Rules> rules) {
        this.registry = registry;
        this.rules = rules;
    }

    /** The names of all values that have one, by value. */
    JsonObject of(Map<String, ? extends Collection<String>> labels) {
        JsonObject names = new JsonObject();
        labels.forEach((label, values) ->
                values.forEach(value -> name(label, value).ifPresent(it -> names.put(value, TitleJson.of(it)))));
        return names;
    }

    private Optional<Title> name(String label, String value) {
        return switch (label) {
            case "settlement" -> registry.settlement(value).map(Settlement::title);
            case "rule" -> rules.get().rule(value).map(Rule::title);
            case "device" -> DeviceId.parse(value).flatMap(registry::device).map(Device::title);
            default -> site(value);
        };
    }

    private Optional<Title> site(String value) {
        int slash = value.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : registry.site(value.substring(0, slash), value.substring(slash + 1))
                        .map(Site::title);
    }
}
