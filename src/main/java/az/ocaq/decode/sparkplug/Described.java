package az.ocaq.decode.sparkplug;

import az.ocaq.measurement.SeriesId;
import az.ocaq.measurement.Units.Scale;
import java.util.Optional;

/**
 * One metric as its birth described it.
 *
 * @param name as in the birth; the path of a template's member
 * @param alias the number that data uses instead of the name
 * @param type Sparkplug's data type number
 * @param unit the engineering unit's text, empty when the birth gave none
 * @param series where its values go; empty when it is nothing that is measured
 * @param scale from the engineering unit to the metric's
 */
record Described(String name, Optional<Long> alias, int type, String unit, Optional<SeriesId> series, Scale scale) {}
