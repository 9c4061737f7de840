package az.ocaq.decode.dialect;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.PayloadTimes;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The dialects of a folder, {@code *.yaml}, as decoders. */
public final class DialectFolder {
    private final List<Dialect> dialects;

    private DialectFolder(List<Dialect> dialects) {
        this.dialects = dialects;
    }

    /**
     * Reads a folder; what is wrong with it is noted as problems.
     *
     * @param zone the zone of times that are told without one
     */
    public static DialectFolder read(Path folder, ZoneId zone, Problems problems) {
        List<Dialect> dialects = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            DialectFile reader = new DialectFile(problems, new PayloadTimes(zone));
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
                Dialect dialect = reader.read(file);
                if (!names.add(dialect.name())) {
                    problems.add(file.toString(), "another file has the dialect " + dialect.name());
                }
                dialects.add(dialect);
            }
        } catch (IOException e) {
            problems.add(folder.toString(), "cannot be read: " + e.getMessage());
        }
        return new DialectFolder(List.copyOf(dialects));
    }

    /** These and one more, from text, in the place of the one that has its name; what is wrong with it is noted. */
    public DialectFolder with(String yaml, ZoneId zone, Problems problems) {
        Dialect added = new DialectFile(problems, new PayloadTimes(zone))
                .dialect(YamlFile.parse("dialect", new StringReader(yaml), problems));
        List<Dialect> all = new ArrayList<>(dialects);
        all.removeIf(it -> it.name().equals(added.name()));
        all.add(0, added);
        return new DialectFolder(List.copyOf(all));
    }

    /** Rules whose topics start with a word of their own, in the order of the files: nothing else can be meant. */
    public Decoder prefixed() {
        return new DialectGroup(rules(true));
    }

    /** Rules for topics whose start the user chooses, the most special first; to be asked after everybody else. */
    public Decoder free() {
        List<TopicRule> rules = new ArrayList<>(rules(false));
        rules.sort(Comparator.comparingInt(TopicRule::literals).reversed());
        return new DialectGroup(rules);
    }

    List<Dialect> dialects() {
        return dialects;
    }

    private List<TopicRule> rules(boolean prefixed) {
        return dialects.stream()
                .flatMap(it -> it.rules().stream())
                .filter(it -> it.isPrefixed() == prefixed)
                .toList();
    }
}
