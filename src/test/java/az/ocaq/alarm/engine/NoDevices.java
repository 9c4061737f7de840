package az.ocaq.alarm.engine;

import java.util.List;
import java.util.Map;

/** A directory that knows no device. */
class NoDevices implements Directory {
    @Override
    public List<String> devices() {
        return List.of();
    }

    @Override
    public Map<String, String> labels(String device) {
        return Map.of();
    }
}
