package az.ocaq.alarm.scenario;

import az.ocaq.alarm.engine.Directory;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The devices of a scenario: only their labels are known. */
record ScenarioDirectory(Map<String, Map<String, String>> labels) implements Directory {
    @Override
    public Collection<String> devices() {
        return List.of();
    }

    @Override
    public Map<String, String> labels(String device) {
        return labels.getOrDefault(device, Map.of());
    }
}
