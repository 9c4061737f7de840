package az.ocaq.live;

import az.ocaq.alarm.Alarm;
import az.ocaq.measurement.Reading;
import java.util.List;

/** What changed since the update before: the newest reading of each series, changed devices, changed alarms. */
public record LiveUpdate(List<Reading> readings, List<DeviceStatus> devices, List<Alarm> alarms) {
    boolean isEmpty() {
        return readings.isEmpty() && devices.isEmpty() && alarms.isEmpty();
    }
}
