package az.ocaq.pages;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.access.Rights;
import az.ocaq.alarm.Withdrawal;
import az.ocaq.config.Problems;
import az.ocaq.decode.Decoded;
import az.ocaq.fleet.DeviceTypes;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final Path DASHBOARDS = Path.of("dashboards");
    private static final Pattern USED = Pattern.compile("\\bt\\('([^']+)'");
    private static final Pattern COUNTED = Pattern.compile("\\bcount\\('([^']+)'");
    private static final Pattern NOTED = Pattern.compile("(Fact\\.of|\\.close|LAST_GASP =)[^;]*;");
    private static final Pattern QUOTED = Pattern.compile("\"([a-z][a-z ]+)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** What the engine notes in the journal of its own accord, people read in their language. */
    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "en"})
    void dictionary_everyCauseThatTheEngineNotes_isThere(String language) throws IOException {
        Set<String> causes = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/az/ocaq/alarm/engine"))) {
            for (Path source : sources.toList()) {
                Matcher notes = NOTED.matcher(Files.readString(source));
                while (notes.find()) {
                    QUOTED.matcher(notes.group())
                            .results()
                            .forEach(
                                    it -> causes.add("told.cause." + it.group(1).replace(' ', '_')));
                }
            }
        }

        assertThat(causes).contains("told.cause.last_gasp", "told.cause.silence", "told.cause.rule_disabled");
        assertThat(words(language).keySet()).containsAll(causes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "en"})
    void dictionary_everyKeyThatAModuleNames_isThere(String language) throws IOException {
        Map<String, String> words = words(language);

        assertThat(words.keySet()).containsAll(used());
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru"})
    void dictionary_besideTheEnglishOne_hasTheSameKeysAndPlaceholders(String language) throws IOException {
        Map<String, String> english = words("en");
        Map<String, String> words = words(language);

        // only Russian counts with a form for few
        assertThat(words.keySet().stream().filter(key -> !key.endsWith(".few")).collect(Collectors.toSet()))
                .isEqualTo(english.keySet());
        english.forEach((key, text) ->
                assertThat(placeholders(words.getOrDefault(key, ""))).as(key).isEqualTo(placeholders(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "en"})
    void deeds_ofTheAuditLog_haveAName(String language) throws IOException {
        assertThat(words(language).keySet())
                .containsAll(Rights.routes().stream()
                        .filter(route -> !route.startsWith("GET "))
                        .map(route -> "audit." + route)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "en"})
    void reasons_whyAMessageIsOfNoUseOrIsNotSent_areSaidInWords(String language) throws IOException {
        Set<String> named = words(language).keySet();

        assertThat(Decoded.Reason.values()).allSatisfy(it -> {
            String reason = it.name().toLowerCase(Locale.ROOT);
            assertThat(named).contains("reason." + reason, "reason.about." + reason);
        });
        assertThat(Withdrawal.values()).allSatisfy(it -> assertThat(named).contains("told.reason." + it.word()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"az", "ru", "en"})
    void metrics_ofTheShippedTypes_haveANameOfTheirOwnOrOfWhatTheyAreAPartOf(String language) throws IOException {
        Set<String> named = words(language).keySet();

        assertThat(DeviceTypes.load(Path.of("devices"), new Problems()).all())
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.metrics().keySet())
                        .allMatch(metric -> named.contains("metric." + metric)
                                || named.stream().anyMatch(key -> ("metric." + metric).startsWith(key + "_"))
                                || named.contains("metric." + metric.replaceAll("\\d+$", ""))));
    }

    private static Map<String, String> words(String language) throws IOException {
        return JSON.readValue(
                DASHBOARDS.resolve("words").resolve(language + ".json").toFile(), new TypeReference<>() {});
    }

    private static Set<String> used() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path module : modules()) {
            String text = Files.readString(module);
            Matcher plain = USED.matcher(text);
            while (plain.find()) {
                keys.add(plain.group(1));
            }
            Matcher counted = COUNTED.matcher(text);
            while (counted.find()) {
                keys.add(counted.group(1) + ".other");
            }
        }
        assertThat(keys).hasSizeGreaterThan(100);
        return keys;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(".js")).toList();
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
    }
}
