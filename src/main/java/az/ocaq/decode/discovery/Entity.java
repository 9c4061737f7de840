package az.ocaq.decode.discovery;

import az.ocaq.decode.template.ValueTemplate;
import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Units.Scale;
import java.util.Optional;

/**
 * One value that a config describes.
 *
 * @param kind how its payload is read
 * @param topic where it comes
 * @param template from the payload to the value; empty when the config's is not one that Ocaq evaluates
 * @param series where it goes
 * @param scale from the config's unit to the metric's
 * @param on the payload that means on
 * @param off the payload that means off
 */
record Entity(
        Kind kind,
        String topic,
        Optional<ValueTemplate> template,
        SeriesId series,
        Scale scale,
        String on,
        String off) {
    /** How a payload is read. */
    enum Kind {
        NUMBER,
        STATE,
        WORD,
        /** A number when it is one: the config says neither class nor unit. */
        EITHER
    }
}
