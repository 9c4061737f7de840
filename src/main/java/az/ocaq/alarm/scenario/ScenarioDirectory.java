package az.ocaq.alarm.scenario;

import az.ocaq.alarm.engine.Directory;
import java.util.Collection;
import java.util.Map;

/** The devices that a scenario describes: only their labels are known. */
record ScenarioDirectory(Map<String, Map<String, String>> labels) implements Directory {
    @Override
    public Collection<String> devices() {
        return labels.keySet();
    }

    @Override
    public Map<String, String> labels(String device) {
        return labels.getOrDefault(device, Map.of());
    }
}
