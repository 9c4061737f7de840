package az.ocaq.alarm.scenario;

import az.ocaq.alarm.engine.Directory;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.DeviceType;
import az.ocaq.device.MetricRange;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The devices that a scenario describes: its labels, and what the types of the installation say of them.
 *
 * @param labels by device; a number among them is a fact about the device, too, for example its rated power
 * @param types by device, of those whose label {@code "type"} names one
 */
record ScenarioDirectory(Map<String, Map<String, String>> labels, Map<String, DeviceType> types) implements Directory {
    /** The devices with these labels; those of a type have the labels that follow from it. */
    static ScenarioDirectory of(Map<String, Map<String, String>> written, Installed installed) {
        Map<String, Map<String, String>> labels = new LinkedHashMap<>(written);
        Map<String, DeviceType> types = new LinkedHashMap<>();
        written.forEach((device, own) -> Optional.ofNullable(own.get("type"))
                .flatMap(installed::type)
                .ifPresent(type -> {
                    Map<String, String> all = new LinkedHashMap<>();
                    all.put("utility", type.utility());
                    type.alarms().forEach(it -> all.put(Rules.typeLabel(it), "true"));
                    all.putAll(own);
                    labels.put(device, all);
                    types.put(device, type);
                }));
        return new ScenarioDirectory(labels, types);
    }

    @Override
    public Collection<String> devices() {
        return labels.keySet();
    }

    @Override
    public Map<String, String> labels(String device) {
        return labels.getOrDefault(device, Map.of());
    }

    @Override
    public Optional<Duration> interval(String device) {
        return Optional.ofNullable(types.get(device)).map(DeviceType::interval);
    }

    @Override
    public OptionalDouble resolution(String device, String metric) {
        return range(device, metric).map(MetricRange::resolution).orElse(OptionalDouble.empty());
    }

    @Override
    public OptionalDouble modulus(String device, String metric) {
        return range(device, metric).map(MetricRange::modulus).orElse(OptionalDouble.empty());
    }

    @Override
    public OptionalDouble attribute(String device, String name) {
        try {
            return OptionalDouble.of(Double.parseDouble(labels(device).getOrDefault(name, "")));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private Optional<MetricRange> range(String device, String metric) {
        return Optional.ofNullable(types.get(device)).map(it -> it.metrics().get(metric));
    }
}
