package az.ocaq.decode.dialect;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import az.ocaq.decode.PayloadTimes;
import az.ocaq.decode.dialect.TopicRule.Is;
import az.ocaq.decode.dialect.TopicRule.Samples;
import az.ocaq.decode.dialect.TopicRule.Spec;
import az.ocaq.measurement.DeviceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one dialect file strictly: every problem with its line, unknown keys too. */
final class DialectFile {
    private final Problems problems;
    private final PayloadTimes times;

    DialectFile(Problems problems, PayloadTimes times) {
        this.problems = problems;
        this.times = times;
    }

    /** What all rules of a file share unless they say otherwise. */
    private record Shared(
            String name,
            List<FieldRule> fields,
            List<PathPattern> time,
            List<PathPattern> named,
            List<String> deviceFrom,
            Samples samples) {}

    Dialect read(Path file) {
        return dialect(YamlFile.read(file, problems));
    }

    Dialect dialect(YamlMap yaml) {
        String name = yaml.string("dialect");
        if (!DeviceId.isSlug(name)) {
            yaml.problem("dialect", "'" + name + "' must be a lower-case slug");
        }
        var unused = yaml.string("title");
        Shared shared = new Shared(
                name,
                fields(yaml),
                patterns(yaml, "time"),
                patterns(yaml, "named"),
                words(yaml.string("device-from", "")),
                yaml.word("payload", Samples.class, Samples.ANY));
        List<TopicRule> rules = new ArrayList<>();
        for (YamlMap rule : yaml.list("topics")) {
            rules.add(rule(rule, shared));
        }
        List<Dialect.Example> examples = new ArrayList<>();
        for (YamlMap example : yaml.list("examples")) {
            examples.add(example(example));
        }
        yaml.finish();
        return new Dialect(name, rules, examples);
    }

    private TopicRule rule(YamlMap yaml, Shared shared) {
        List<PathPattern> topics = patterns(yaml, "topic");
        if (topics.isEmpty()) {
            yaml.problem("topic", "is missing");
        }
        Is is = yaml.word("is", Is.class, Is.VALUES);
        Spec spec = new Spec(
                shared.name,
                topics,
                is,
                new Template(yaml.string("device", "{device}")),
                yaml.has("device-from") ? words(yaml.string("device-from")) : shared.deviceFrom,
                new Template(yaml.string("path", "{path}")),
                is == Is.STATUS ? Samples.ANY : yaml.word("payload", Samples.class, shared.samples),
                words(yaml.string("under", "")),
                yaml.has("time") ? patterns(yaml, "time") : shared.time,
                choices(yaml.mapOrEmpty("history-when")),
                yaml.optionalString("status-at"),
                numbers(yaml.mapOrEmpty("words")),
                yaml.has("fields") ? fields(yaml) : is == Is.STATUS ? List.of() : shared.fields,
                yaml.has("named") ? patterns(yaml, "named") : is == Is.STATUS ? List.of() : shared.named);
        checkCaptures(yaml, spec);
        yaml.finish();
        return new TopicRule(spec, times);
    }

    /** A place that no capture fills is a slip of the pen. */
    private static void checkCaptures(YamlMap yaml, Spec spec) {
        for (PathPattern topic : spec.topics()) {
            for (String name : spec.device().names()) {
                if (!topic.names().contains(name)) {
                    yaml.problem("device", "'{" + name + "}' is not captured by the topic " + topic);
                }
            }
        }
    }

    private List<FieldRule> fields(YamlMap yaml) {
        List<FieldRule> fields = new ArrayList<>();
        for (YamlMap field : yaml.list("fields")) {
            fields.add(new FieldReader(field).read());
        }
        return fields;
    }

    private static Dialect.Example example(YamlMap yaml) {
        Optional<String> status = yaml.optionalString("status");
        List<String> readings = yaml.strings("readings");
        String otherwise = readings.isEmpty() ? status.isPresent() ? "status" : "ignored" : "readings";
        Dialect.Example example = new Dialect.Example(
                yaml.where("topic"),
                yaml.string("topic"),
                yaml.string("payload", ""),
                yaml.string("outcome", otherwise),
                yaml.optionalString("device"),
                status.map("online"::equals),
                readings);
        yaml.finish();
        return example;
    }

    static List<PathPattern> patterns(YamlMap yaml, String key) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String text : words(yaml.string(key, ""))) {
            try {
                patterns.add(PathPattern.of(text.equals(".") ? "" : text)); // the payload itself
            } catch (IllegalArgumentException e) {
                yaml.problem(key, String.valueOf(e.getMessage()));
            }
        }
        return patterns;
    }

    /** {@code {media: heat|cooling}}: a path with the words that it may have, in lower case. */
    static Map<String, Set<String>> choices(YamlMap yaml) {
        Map<String, Set<String>> choices = new LinkedHashMap<>();
        for (String path : yaml.keys()) {
            String words = yaml.string(path).toLowerCase(Locale.ROOT);
            choices.put(path, new HashSet<>(Arrays.asList(words.split("\\|", -1))));
        }
        return choices;
    }

    static Map<String, Double> numbers(YamlMap yaml) {
        Map<String, Double> numbers = new HashMap<>();
        for (String word : yaml.keys()) {
            numbers.put(word.toLowerCase(Locale.ROOT), yaml.number(word, -1e12, 1e12));
        }
        return numbers;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
