package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagesTest {
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void start_nobody_signsIn() throws Exception {
        HttpResponse<String> page = server.get("/");

        assertThat(page.body()).contains("<title>sign in</title>");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("script-src 'self' 'sha256-")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
    }

    @Test
    void start_operator_goesToTheOperatorsPage() throws Exception {
        HttpResponse<String> page = server.visitor("operator").send("GET", "/", "");

        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("location")).contains("/operator");
        assertThat(server.get("/operator").body()).contains("<title>operator</title>");
    }

    @Test
    void file_unchanged_isNotSentAgain() throws Exception {
        String tag = server.get("/operator").headers().firstValue("etag").orElseThrow();

        assertThat(server.get("/operator", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void file_changed_isReadAnew() throws Exception {
        Path file = server.dashboards.resolve("changing.css");
        Files.writeString(file, "a{}");
        String before = server.get("/changing.css").body();
        Files.writeString(file, "body{color:red}");

        assertThat(before).isEqualTo("a{}");
        assertThat(server.get("/changing.css").body()).isEqualTo("body{color:red}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lib/lit/index.js",
                "/lib/lit-html/lit-html.js",
                "/lib/lit-element/lit-element.js",
                "/lib/@lit/reactive-element/reactive-element.js",
                "/lib/echarts/dist/echarts.esm.min.mjs",
                "/lib/leaflet/dist/leaflet-src.esm.js",
                "/lib/leaflet/dist/leaflet.css"
            })
    void library_everyOne_isThere(String path) throws Exception {
        HttpResponse<String> library = server.get(path);

        assertThat(library.statusCode()).isEqualTo(200);
        assertThat(library.headers().firstValue("content-type").orElse("")).matches("text/(javascript|css); .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e%2fsecret.txt",
                "/..%5csecret.txt",
                "/lib/../secret.txt",
                "/lib/lit/../../../../../secret.txt",
                "/lib/lit/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.txt",
                "/.git",
                "/link/secret.txt",
                "/index.html%00.css",
                "/etc/passwd"
            })
    void file_outsideTheFolder_isNotThere(String path) throws Exception {
        Path link = server.dashboards.resolve("link");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, server.dashboards.getParent());
        }

        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).doesNotContain("secret\"").isNotEqualTo("secret");
    }
}
