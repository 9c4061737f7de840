package az.ocaq.decode.senml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two halves of a SenML name: the device and what it measures. A {@code urn:dev:} name (RFC 9039) says itself where
 * the device ends; else the base name is the device, and without one everything before the last separator.
 *
 * @param device empty when the name does not tell one
 * @param metric empty when the device measures one thing only
 */
record SenmlName(String device, String metric) {
    private static final Pattern URN = Pattern.compile("(urn:dev:[a-z0-9]+:[A-Za-z0-9.-]+)(?:[:/_]+(.*))?");
    private static final Pattern TRAILING = Pattern.compile("[:/._-]+$");
    private static final Pattern LEADING = Pattern.compile("^[:/._-]+");

    static SenmlName of(String base, String name) {
        Matcher baseUrn = URN.matcher(base);
        if (baseUrn.matches()) {
            String rest = baseUrn.group(2) == null ? "" : baseUrn.group(2);
            return new SenmlName(baseUrn.group(1), clean(rest + name));
        }
        Matcher urn = URN.matcher(base + name);
        if (urn.matches()) {
            return new SenmlName(urn.group(1), clean(urn.group(2) == null ? "" : urn.group(2)));
        }
        String device = TRAILING.matcher(base).replaceFirst("");
        if (!device.isEmpty()) {
            return new SenmlName(device, clean(name));
        }
        int last = Math.max(name.lastIndexOf('/'), name.lastIndexOf(':'));
        return name.startsWith("urn:dev:") || last <= 0
                ? alone(name)
                : new SenmlName(name.substring(0, last), clean(name.substring(last + 1)));
    }

    private static SenmlName alone(String name) {
        return name.startsWith("urn:dev:") ? new SenmlName(name, "") : new SenmlName("", clean(name));
    }

    private static String clean(String metric) {
        return LEADING.matcher(metric).replaceFirst("");
    }
}
