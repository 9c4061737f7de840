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
