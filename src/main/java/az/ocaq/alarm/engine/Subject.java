package az.ocaq.alarm.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One device as the engine sees it: its watched series, and who watches whether it is there. */
final class Subject {
    final String device;
    final Map<String, Series> series = new HashMap<>();
    final List<OfflineDetector> watchers = new ArrayList<>(1);

    Subject(String device) {
        this.device = device;
    }

    void life(long now) {
        for (OfflineDetector watcher : watchers) {
            watcher.life(now);
        }
    }
}
