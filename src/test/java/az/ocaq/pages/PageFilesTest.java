package az.ocaq.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Path DASHBOARDS = Path.of("dashboards");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern ELSEWHERE = Pattern.compile("(?:https?:)?//[a-z0-9-]+\\.[a-z]");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*(?:importmap|src=))|<style|\\sstyle=|\\son\\w+=");
    private static final Pattern UNSAFE =
            Pattern.compile("unsafeHTML|unsafeSVG|insertAdjacentHTML|document\\.write|\\beval\\(");

    @Test
    void pages_allOfThem_haveTheSameImportMap() throws IOException {
        List<String> maps = files(".html")
                .map(PageFilesTest::read)
                .map(PageFilesTest::importMap)
                .toList();

        assertThat(maps).hasSize(4).containsOnly(maps.get(0));
    }

    @Test
    void pages_underTheContentSecurityPolicy_haveNothingInline() throws IOException {
        assertThat(files(".html")).allSatisfy(page -> assertThat(read(page)).doesNotContainPattern(INLINE));
    }

    @Test
    void files_allOfThem_loadNothingFromElsewhere() throws IOException {
        Stream<Path> files =
                Stream.of(files(".html"), files(".js"), files(".css")).flatMap(it -> it);

        assertThat(files)
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(read(file).replace("http://www.w3.org", "")).doesNotContainPattern(ELSEWHERE));
    }

    @Test
    void modules_allOfThem_takeNoTextForMarkup() throws IOException {
        assertThat(files(".js")).allSatisfy(module -> assertThat(read(module)).doesNotContainPattern(UNSAFE));
    }

    @Test
    void colours_ofText_standOutFromEveryGround_asWcagAsks() throws IOException {
        String css = Files.readString(DASHBOARDS.resolve("style/tokens.css"));
        for (String theme : css.split("@media", 2)) {
            for (String ink : List.of("ink", "ink-2", "ink-3", "critical", "high", "medium", "low", "good")) {
                for (String ground : List.of("ground", "surface", "sunken")) {
                    assertThat(contrast(colour(theme, ink), colour(theme, ground)))
                            .as("%s on %s", ink, ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        }
    }

    /** The first colour of a name. */
    private static int colour(String css, String name) {
        Matcher found = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(css);
        assertThat(found.find()).as(name).isTrue();
        return Integer.parseInt(found.group(1), 16);
    }

    /** WCAG 2.2, contrast ratio. */
    private static double contrast(int one, int other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    }

    private static double linear(int channel) {
        double share = (channel & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    @Test
    void grafanaBoards_allOfThem_areJsonWithPanelsOfAChosenSource() throws IOException {
        List<JsonNode> boards = new ArrayList<>();
        for (Path file :
                files(".json").filter(it -> it.toString().contains("grafana")).toList()) {
            boards.add(new ObjectMapper().readTree(file.toFile()));
        }

        assertThat(boards)
                .hasSize(2)
                .allSatisfy(board -> assertThat(board.get("panels"))
                        .hasSizeGreaterThan(3)
                        .allSatisfy(panel ->
                                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}")));
    }

    private static String importMap(String page) {
        return IMPORT_MAP.matcher(page).results().findFirst().orElseThrow().group(1);
    }

    private static Stream<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(DASHBOARDS)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
