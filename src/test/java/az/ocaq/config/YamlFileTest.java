package az.ocaq.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlFileTest {
    private final Problems problems = new Problems();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: [1, 2          | bad.yaml:1: not valid YAML
            - one             | bad.yaml:1: must be a map of keys and values
            'x: &a 1\\ny: *b' | bad.yaml:2: not valid YAML: found undefined alias b
            """)
    void parse_badYaml_namesTheLine(String text, String message) {
        YamlMap map = YamlFile.parse("bad.yaml", new StringReader(text.replace("\\n", "\n")), problems);

        assertThat(map.keys()).isEmpty();
        assertThat(problems.all()).singleElement().asString().startsWith(message);
    }

    @Test
    void parse_aliasesOfCollections_cannotExplode() {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]";

        var unused =
                YamlFile.parse("bomb.yaml", new StringReader(bomb), problems).strings("c");

        assertThat(problems.all()).isNotEmpty();
    }

    @Test
    void parse_keyTwice_isAProblem() {
        var unused = YamlFile.parse("t.yaml", new StringReader("a: 1\na: 2"), problems);

        assertThat(problems.all()).containsExactly("t.yaml:2 a: this key is there twice");
    }

    @Test
    void read_missingFile_isAProblem() {
        YamlMap map = YamlFile.read(Path.of("no/such.yaml"), problems);

        assertThat(map.keys()).isEmpty();
        assertThat(problems.all()).containsExactly("no/such.yaml: no such file");
    }

    @Test
    void read_whatIsNoUsualFile_isAProblem_andNotWaitedFor(@TempDir Path folder) throws IOException {
        Path large = Files.write(folder.resolve("large.yaml"), new byte[3_000_001]);
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
        List.of(folder, Path.of("/dev/zero"), large, binary).forEach(it -> {
            var unused = YamlFile.read(it, problems);
        });

        assertThat(problems.all())
                .containsExactly(
                        folder + ": is no file",
                        "/dev/zero: is no file",
                        large + ": is larger than 3 MB",
                        binary + ": is not UTF-8 text");
    }

    @Test
    void parse_nestedWithoutEnd_isAProblem() {
        String deep = "{a: ".repeat(100_000) + "1" + "}".repeat(100_000);

        var unused = YamlFile.parse("t.yaml", new StringReader("a: " + deep), problems);

        assertThat(problems.all()).containsExactly("t.yaml: not valid YAML: nested too deeply");
    }

    @Test
    void string_missing_namesTheKeyWithItsPath() {
        YamlMap map = YamlFile.parse("t.yaml", new StringReader("a:\n  b: 1"), problems)
                .map("a");

        assertThat(map.string("c")).isEmpty();
        assertThat(problems.all()).containsExactly("t.yaml:2 a.c: is missing");
    }
}
