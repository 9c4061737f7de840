package az.ocaq.config;

import az.ocaq.device.Title;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A map of a YAML file, read strictly: a missing or wrong value is noted as a problem with file, line and key and read as
 * a harmless stand-in, so that one pass finds everything; {@link #finish} notes the keys that nobody asked for. A reader
 * of configuration ends with {@link Problems#throwIfAny}. Not thread-safe.
 */
public final class YamlMap {
    private final String file;
    private final String path;
    private final int line;
    private final Problems problems;
    private final Map<String, String> environment;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlMap(String file, String path, int line, Problems problems, Map<String, String> environment) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.problems = problems;
        this.environment = environment;
    }

    static YamlMap empty(String file, Problems problems) {
        return new YamlMap(file, "", 1, problems, Map.of());
    }

    static YamlMap of(String file, MappingNode node, Problems problems) {
        return new YamlMap(file, "", lineOf(node), problems, Map.of()).filledFrom(node);
    }

    /**
     * The same map, in which the environment wins over the file: the variable of a key is {@code OCAQ_} and its whole
     * path in capitals, {@code OCAQ_HTTP_PORT} for {@code http.port}.
     */
    public YamlMap overriddenBy(Map<String, String> variables) {
        YamlMap map = new YamlMap(file, path, line, problems, variables);
        map.values.putAll(values);
        map.lines.putAll(lines);
        return map;
    }

    private YamlMap filledFrom(MappingNode node) {
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                    problems.add(file + ":" + lineOf(key) + " " + join(key.getValue()), "this key is there twice");
                }
                lines.put(key.getValue(), lineOf(key));
            } else {
                problems.add(file + ":" + lineOf(tuple.getKeyNode()), "a key must be plain text");
            }
        }
        return this;
    }

    /** The keys, in the order of the file. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** {@code file:line key} of a key, or of the map when the key is absent; for messages of the caller's own. */
    public String where(String key) {
        String full = join(key);
        if (environment.containsKey(variable(key))) {
            return "environment variable " + variable(key);
        }
        return file + ":" + lines.getOrDefault(key, line) + " " + full;
    }

    /** Notes a problem with a key's value. */
    public void problem(String key, String what) {
        problems.add(where(key), what);
    }

    /** The text of a scalar that must be there. */
    public String string(String key) {
        return optionalString(key).orElseGet(() -> missing(key, ""));
    }

    public String string(String key, String otherwise) {
        return optionalString(key).orElse(otherwise);
    }

    public Optional<String> optionalString(String key) {
        asked.add(key);
        String override = environment.get(variable(key));
        if (override != null) {
            return Optional.of(override);
        }
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem(key, "must be a single value");
        return Optional.of("");
    }

    /** A number that must be there, from {@code min} to {@code max}, both included. */
    public double number(String key, double min, double max) {
        OptionalDouble number = optionalNumber(key, min, max);
        return number.isPresent() ? number.getAsDouble() : missing(key, min);
    }

    public double number(String key, double min, double max, double otherwise) {
        return optionalNumber(key, min, max).orElse(otherwise);
    }

    public OptionalDouble optionalNumber(String key, double min, double max) {
        Optional<String> text = optionalString(key);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.get().replace("_", ""));
            if (value >= min && value <= max) {
                return OptionalDouble.of(value);
            }
            problem(key, "'" + text.get() + "' must be from " + plain(min) + " to " + plain(max));
        } catch (NumberFormatException e) {
            problem(key, "'" + text.get() + "' is not a number");
        }
        return OptionalDouble.of(min);
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public int integer(String key, int min, int max, int otherwise) {
        double value = number(key, min, max, otherwise);
        if (value != Math.rint(value)) {
            problem(key, "'" + plain(value) + "' must be a whole number");
        }
        return (int) value;
    }

    public boolean flag(String key, boolean otherwise) {
        String text = string(key, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, "'" + text + "' must be true or false");
        }
        return text.equals("true");
    }

    /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 8h}, {@code 7d}, or in ISO 8601, {@code PT30S}. */
    public Duration duration(String key, Duration otherwise) {
        Optional<String> text = optionalString(key);
        return text.isEmpty() ? otherwise : parseDuration(key, text.get());
    }

    /** Like {@link #duration}, absent when the key is. */
    public Optional<Duration> optionalDuration(String key) {
        return optionalString(key).map(text -> parseDuration(key, text));
    }

    /** Whether the key holds a map rather than a single value or a list. */
    public boolean isMap(String key) {
        return values.get(key) instanceof MappingNode;
    }

    /** A list of scalars, or one scalar; empty when absent. */
    public List<String> stringOrStrings(String key) {
        return values.get(key) instanceof SequenceNode
                ? strings(key)
                : optionalString(key).map(List::of).orElse(List.of());
    }

    /** A list of lists of numbers, each inner list of the given length; empty when absent. */
    public List<List<Double>> rows(String key, int length) {
        List<List<Double>> found = new ArrayList<>();
        for (Node node : items(key)) {
            List<Double> row = node instanceof SequenceNode sequence ? numbers(sequence) : List.of();
            if (row.size() == length) {
                found.add(row);
            } else {
                problem(key, "must be a list of lists of " + length + " numbers");
            }
        }
        return found;
    }

    private static List<Double> numbers(SequenceNode sequence) {
        List<Double> row = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            try {
                row.add(node instanceof ScalarNode scalar ? Double.parseDouble(scalar.getValue()) : Double.NaN);
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return row;
    }

    /** One of an enum's words: its names in lower case. */
    public <E extends Enum<E>> E word(String key, Class<E> words) {
        return optionalString(key).map(text -> parseWord(key, text, words)).orElseGet(() -> {
            E first = words.getEnumConstants()[0];
            return missing(key, first);
        });
    }

    public <E extends Enum<E>> E word(String key, Class<E> words, E otherwise) {
        return optionalString(key).map(text -> parseWord(key, text, words)).orElse(otherwise);
    }

    /** Text in three languages: a map with {@code az}, {@code ru} and {@code en}. */
    public Title title(String key) {
        YamlMap languages = map(key);
        Title title = new Title(languages.string("az"), languages.string("ru"), languages.string("en"));
        languages.finish();
        return title;
    }

    /** A list of scalars; empty when absent. */
    public List<String> strings(String key) {
        List<String> found = new ArrayList<>();
        for (Node node : items(key)) {
            if (node instanceof ScalarNode scalar) {
                found.add(scalar.getValue());
            } else {
                problems.add(file + ":" + lineOf(node) + " " + key, "must be a list of single values");
            }
        }
        return found;
    }

    /** The map under a key; empty, with a problem, when the key is absent or holds something else. */
    public YamlMap map(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return missing(key, standIn(join(key), line));
        }
        return asMap(key, join(key), node);
    }

    /** The map under a key; empty when absent. */
    public YamlMap mapOrEmpty(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return child(join(key), line);
        }
        return asMap(key, join(key), node);
    }

    /** The maps under a key, by their own keys, in the order of the file; empty when absent. */
    public Map<String, YamlMap> maps(String key) {
        YamlMap parent = mapOrEmpty(key);
        Map<String, YamlMap> found = new LinkedHashMap<>();
        parent.values.keySet().forEach(child -> found.put(child, parent.map(child)));
        return found;
    }

    /** A list of maps; empty when absent. */
    public List<YamlMap> list(String key) {
        List<YamlMap> found = new ArrayList<>();
        for (Node node : items(key)) {
            found.add(asMap(key, join(key) + "[" + found.size() + "]", node));
        }
        return found;
    }

    /** Notes every key that was never asked for. */
    public void finish() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                problem(key, "unknown key; known here: " + String.join(", ", asked));
            }
        }
    }

    private List<Node> items(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(key, "must be a list");
        return List.of();
    }

    private YamlMap asMap(String key, String childPath, Node node) {
        if (node instanceof MappingNode mapping) {
            return child(childPath, lineOf(node)).filledFrom(mapping);
        }
        problem(key, "must be a map of keys and values");
        return standIn(childPath, lineOf(node));
    }

    /** In the place of a map that is not there: what it lacks in turn is told to nobody. */
    private YamlMap standIn(String childPath, int childLine) {
        return new YamlMap(file, childPath, childLine, new Problems(), environment);
    }

    private Duration parseDuration(String key, String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return Duration.ZERO;
        }
    }

    private <E extends Enum<E>> E parseWord(String key, String text, Class<E> words) {
        for (E candidate : words.getEnumConstants()) {
            if (candidate.name().toLowerCase(Locale.ROOT).equals(text)) {
                return candidate;
            }
        }
        String allowed = Arrays.stream(words.getEnumConstants())
                .map(it -> it.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        problem(key, "'" + text + "' must be one of " + allowed);
        return words.getEnumConstants()[0];
    }

    private <T> T missing(String key, T standIn) {
        problem(key, "is missing");
        return standIn;
    }

    private YamlMap child(String childPath, int childLine) {
        return new YamlMap(file, childPath, childLine, problems, environment);
    }

    private String variable(String key) {
        return "OCAQ_" + join(key).replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
