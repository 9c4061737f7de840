package az.ocaq.fleet;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a type is recognised among the devices that nobody has registered.
 *
 * @param conventions the decoders of such devices; empty for any
 * @param metrics what such a device tells at least
 * @param name what its name must hold, when its makers give it one
 */
record Match(Set<String> conventions, Set<String> metrics, Pattern name) {
    static final Pattern ANY_NAME = Pattern.compile("");

    /** How well a device fits: 0 for not at all, else more for each thing that is told. */
    int score(String convention, String device, Set<String> told) {
        boolean fits = (conventions.isEmpty() || conventions.contains(convention))
                && told.containsAll(metrics)
                && name.matcher(device).find();
        int named = name.pattern().isEmpty() ? 0 : 5;
        return fits ? 1 + named + (conventions.isEmpty() ? 0 : 3) + metrics.size() : 0;
    }
}
