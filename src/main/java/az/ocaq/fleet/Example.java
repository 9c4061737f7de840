package az.ocaq.fleet;

import java.util.Map;
import java.util.Optional;

/**
 * A payload of a device type with what must come of it; run as a test.
 *
 * @param payload in the native convention
 * @param readings the values by metric name
 * @param rejected the word of the reason, when it must be rejected
 */
public record Example(String payload, Map<String, Double> readings, Optional<String> rejected) {
    public Example {
        readings = Map.copyOf(readings);
    }
}
