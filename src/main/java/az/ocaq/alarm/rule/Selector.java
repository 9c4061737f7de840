package az.ocaq.alarm.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which devices: by name, with {@code {1..20}} for a row of names and {@code *} for any text, or by labels.
 *
 * @param names every name that was written out
 * @param globs names with {@code *}
 * @param labels every one of these must be among the device's labels, with one of the values
 * @param also devices with this label, {@code "true"}, are meant as well, whatever else they are
 */
public record Selector(
        Set<String> names, List<Pattern> globs, Map<String, List<String>> labels, Optional<String> also) {
    /** Every device. */
    public static final Selector ALL = new Selector(Set.of(), List.of(), Map.of());

    private static final Pattern ROW = Pattern.compile("\\{(\\d+)\\.\\.(\\d+)}");
    private static final int LONGEST_ROW = 1_000_000;

    public Selector {
        names = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(names));
        globs = List.copyOf(globs);
        labels = Map.copyOf(labels);
    }

    public Selector(Set<String> names, List<Pattern> globs, Map<String, List<String>> labels) {
        this(names, globs, labels, Optional.empty());
    }

    /** The same devices, and those with a label. */
    public Selector and(String label) {
        return new Selector(names, globs, labels, Optional.of(label));
    }

    /** The selector of written names. */
    public static Selector named(List<String> patterns) {
        Set<String> names = new LinkedHashSet<>();
        List<Pattern> globs = new ArrayList<>();
        for (String pattern : patterns) {
            for (String name : expand(pattern)) {
                if (name.contains("*")) {
                    globs.add(Pattern.compile("\\Q" + name.replace("*", "\\E.*\\Q") + "\\E"));
                } else {
                    names.add(name);
                }
            }
        }
        return new Selector(names, globs, Map.of());
    }

    /** Every name that a pattern with {@code {1..20}} stands for, in order; throws when a row runs backwards. */
    public static List<String> expand(String pattern) {
        Matcher matcher = ROW.matcher(pattern);
        if (!matcher.find()) {
            return List.of(pattern);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = Integer.parseInt(matcher.group(2));
        if (last < first || last - first > LONGEST_ROW) {
            throw new IllegalArgumentException("'" + matcher.group() + "' is no row of numbers");
        }
        List<String> expanded = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            String start = pattern.substring(0, matcher.start()) + i;
            expand(pattern.substring(matcher.end())).forEach(end -> expanded.add(start + end));
        }
        return expanded;
    }

    /** Whether it names nothing and so means every device. */
    public boolean isAll() {
        return names.isEmpty() && globs.isEmpty() && labels.isEmpty();
    }

    /** Whether a device with these labels is meant. */
    public boolean matches(String device, Map<String, String> deviceLabels) {
        if (isAll()) {
            return true;
        }
        if (also.filter(it -> "true".equals(deviceLabels.get(it))).isPresent()) {
            return true;
        }
        if (!labels.isEmpty()) {
            for (Map.Entry<String, List<String>> label : labels.entrySet()) {
                if (!label.getValue().contains(deviceLabels.getOrDefault(label.getKey(), ""))) {
                    return false;
                }
            }
            return true;
        }
        return names.contains(device)
                || globs.stream().anyMatch(it -> it.matcher(device).matches());
    }
}
