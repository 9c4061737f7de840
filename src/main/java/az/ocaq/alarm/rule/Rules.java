package az.ocaq.alarm.rule;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every alarm rule of a server.
 *
 * @param all in the order of the files
 * @param texts each rule by its id as it is written in its file
 */
public record Rules(List<Rule> all, Map<String, String> texts) {
    /** No rules at all. */
    public static final Rules NONE = new Rules(List.of());

    public Rules {
        all = List.copyOf(all);
        texts = Map.copyOf(texts);
    }

    /** Rules that are written nowhere. */
    public Rules(List<Rule> all) {
        this(all, Map.of());
    }

    /**
     * Reads every {@code *.yaml} of a folder, in the order of their names; a rule's id is its key. A rule that names no
     * devices is for the device types that list it among their {@code alarms}.
     */
    public static Rules read(Path folder, Problems problems) {
        List<Rule> rules = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        for (Path file : files(folder, problems)) {
            YamlMap map = YamlFile.read(file, problems);
            for (String id : map.keys()) {
                String other = places.put(id, map.where(id));
                if (other != null) {
                    map.problem(id, "there is already a rule of this id: " + other);
                }
                rules.add(ofTypes(RuleReader.read(id, map.map(id), RuleReader.Texts.REQUIRED)));
            }
            if (!map.keys().isEmpty()) {
                texts.putAll(texts(file, map.keys()));
            }
        }
        checkReferences(rules, places, problems);
        rules.forEach(
                it -> checkUnits(it, Optional.ofNullable(places.get(it.id())).orElse(it.id()), problems));
        return new Rules(rules, texts);
    }

    /**
     * Reads rules that are being written: a map of ids like a rule file, or one rule with its {@code id}. Texts for people
     * may still be missing.
     *
     * @param name stands for the file in messages
     */
    public static List<Rule> drafts(String name, Reader text, Problems problems) {
        YamlMap map = YamlFile.parse(name, text, problems);
        boolean one = map.has("kind") && !map.isMap("kind");
        List<Rule> rules = new ArrayList<>();
        if (one) {
            rules.add(ofTypes(RuleReader.read(map.string("id"), map, RuleReader.Texts.OPTIONAL)));
        } else {
            map.keys().forEach(id -> rules.add(ofTypes(RuleReader.read(id, map.map(id), RuleReader.Texts.OPTIONAL))));
        }
        if (rules.isEmpty() && problems.all().isEmpty()) {
            problems.add(name, "holds no rule");
        }
        return rules;
    }

    /** The rule of an id. */
    public Optional<Rule> rule(String id) {
        return all.stream().filter(it -> it.id().equals(id)).findFirst();
    }

    /**
     * What rules look at in vain, a sentence each: a name that is misspelt keeps a rule quiet for ever. What the server says of
     * itself is left out.
     *
     * @param told the metrics that device types have
     */
    public List<String> unwatched(Set<String> told) {
        return all.stream()
                .flatMap(rule -> rule.condition().metrics().stream()
                        .distinct()
                        .filter(metric -> Metric.isName(metric) && !metric.startsWith("ocaq_"))
                        .filter(metric -> !told.contains(metric))
                        .map(metric -> "Rule '" + rule.id() + "' looks at '" + metric
                                + "', which no device type has: it would see no value"))
                .toList();
    }

    /** The label by which a device says that its type has a rule by default. */
    public static String typeLabel(String rule) {
        return "rule " + rule;
    }

    private static Rule ofTypes(Rule rule) {
        boolean named = !rule.devices().isAll()
                || rule.condition() instanceof Neighbours.GroupFraction
                || rule.condition() instanceof EnergyLoss.EnergyBalance;
        if (named) {
            return rule.devices().labels().isEmpty()
                    ? rule
                    : rule.at(rule.devices().and(typeLabel(rule.id())));
        }
        Selector ofTypes = new Selector(Set.of(), List.of(), Map.of(typeLabel(rule.id()), List.of("true")));
        return rule.at(ofTypes);
    }

    /** A rule's text goes from its key to the next one; a file that cannot be read is a problem already. */
    private static Map<String, String> texts(Path file, Set<String> ids) {
        Map<String, String> texts = new HashMap<>();
        try {
            String id = "";
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                String key = colon > 0 ? line.substring(0, colon).strip().replaceAll("[\"']", "") : "";
                boolean begins = !line.startsWith(" ") && ids.contains(key);
                id = begins ? key : id;
                if (!id.isEmpty() && !line.startsWith("#")) {
                    texts.merge(id, line + '\n', String::concat);
                }
            }
        } catch (IOException e) {
            texts.clear();
        }
        texts.replaceAll((id, text) -> text.strip() + '\n');
        return texts;
    }

    private static void checkReferences(List<Rule> rules, Map<String, String> places, Problems problems) {
        for (Rule rule : rules) {
            String where = Optional.ofNullable(places.get(rule.id())).orElse(rule.id());
            rule.inhibits().stream()
                    .map(Inhibition::rule)
                    .filter(it -> !places.containsKey(it))
                    .forEach(it -> problems.add(where, "inhibits names the rule '" + it + "', which there is not"));
            if (rule.condition() instanceof Neighbours.GroupFraction fraction && !places.containsKey(fraction.of())) {
                problems.add(where, "of names the rule '" + fraction.of() + "', which there is not");
            }
        }
    }

    /** A rule in a unit that its metric cannot be converted to would look at no value, and nobody would know. */
    private static void checkUnits(Rule rule, String where, Problems problems) {
        List<String> metrics = rule.condition().metrics();
        for (int slot = 0; slot < metrics.size(); slot++) {
            String unit = rule.condition().unit(slot);
            Unit own = Metric.isName(metrics.get(slot))
                    ? Metric.named(metrics.get(slot)).unit()
                    : Unit.UNKNOWN;
            if (!unit.isEmpty()
                    && own != Unit.UNKNOWN
                    && Units.between(own.code(), unit, false).isEmpty()) {
                problems.add(
                        where,
                        "unit: '" + unit + "' is no unit of " + metrics.get(slot) + ", which is in " + own.code());
            }
        }
    }

    private static List<Path> files(Path folder, Problems problems) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            problems.add(folder.toString(), "is no folder that can be read: " + e.getMessage());
            return List.of();
        }
    }
}
