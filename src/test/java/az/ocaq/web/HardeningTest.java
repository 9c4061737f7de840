package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who means no good may try. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HardeningTest {
    private static final String JSON = "application/json";

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
    void change_withoutTheSessionsToken_isForbidden() throws Exception {
        RunningServer.Visitor operator = server.visitor("operator");

        HttpResponse<String> none = server.send(
                "POST", "/api/v1/tokens", "{\"title\":\"x\"}", "Cookie", operator.cookie, "Content-Type", JSON);
        HttpResponse<String> other = server.send(
                "POST",
                "/api/v1/tokens",
                "{\"title\":\"x\"}",
                "Cookie",
                operator.cookie,
                "X-CSRF-Token",
                server.visitor("operator").csrf,
                "Content-Type",
                JSON);

        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(other.statusCode()).isEqualTo(403);
    }

    @Test
    void signIn_withACookieOfAnothersChoice_getsOneOfItsOwn() throws Exception {
        String resident = server.visitor("resident").cookie;
        String name = resident.substring(0, resident.indexOf('='));
        for (String chosen : List.of(resident, name + "=chosen")) {
            HttpResponse<String> answer = server.send(
                    "POST",
                    "/api/v1/session",
                    new JsonObject()
                            .put("username", "admin")
                            .put("password", RunningServer.PASSWORD)
                            .encode(),
                    "Content-Type",
                    JSON,
                    "Cookie",
                    chosen);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("set-cookie").orElse("")).doesNotStartWith(chosen);
            assertThat(server.send("GET", "/api/v1/accounts", "", "Cookie", chosen)
                            .statusCode())
                    .isIn(401, 403);
        }
    }

    @Test
    void signIn_asAForm_isRefused() throws Exception {
        HttpResponse<String> answer = server.send(
                "POST",
                "/api/v1/session",
                "{\"username\":\"admin\",\"password\":\"" + RunningServer.PASSWORD + "\"}",
                "Content-Type",
                "text/plain");

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void signIn_guessing_isSlowedDownForThatAccountOnly() throws Exception {
        HttpResponse<String> answer = signIn("crew", "wrong one");
        for (int i = 0; i < 5; i++) {
            answer = signIn("crew", "wrong one");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(signIn("crew", RunningServer.PASSWORD).statusCode()).isEqualTo(429);
        assertThat(signIn("admin", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
        server.clock.advance(Duration.ofMinutes(6));
        assertThat(signIn("crew", RunningServer.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void body_tooLarge_isRefused() throws Exception {
        HttpResponse<String> answer =
                server.visitor("operator").post("/tokens", "{\"title\":\"" + "x".repeat(100_000) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("content-type")).contains(Problem.MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[]",
                "\"text\"",
                "{\"title\":",
                "{\"title\":{}}",
                "{\"title\":12}",
                "nonsense",
                "{\"days\":1e99}"
            })
    void body_notWhatIsAsked_isABadRequest(String body) throws Exception {
        assertThat(server.visitor("operator").post("/tokens", body).statusCode())
                .isEqualTo(400);
    }

    @Test
    void body_deeplyNested_isABadRequest() throws Exception {
        HttpResponse<String> answer =
                server.visitor("operator").post("/tokens", "[".repeat(30_000) + "]".repeat(30_000));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/series?device=aghali/home-001/meter&metric=active_power'%20OR%20'1'='1",
                "/series?device=aghali/home-001/meter'--&metric=active_power",
                "/series?device=aghali/home-001/meter&metric=active_power&from=now",
                "/series?device=aghali/home-001/meter&metric=active_power&from=9999999999999999999",
                "/series?device=aghali/home-001/meter&metric=active_power&from=%2B1000000000-12-31T23:59:59Z",
                "/series?device=aghali/home-001/meter&metric=active_power&step=2m",
                "/series?device=aghali/home-001/meter&metric=active_power&limit=-1",
                "/series?device=aghali/home-001/meter&metric=active_power&limit=1e3",
                "/series?device=aghali/home-001/meter&metric=active_power&metric=voltage",
                "/devices?settlement=aghali%22;DROP%20TABLE%20account",
                "/devices?setlement=aghali",
                "/devices?status=broken",
                "/devices?after=%00",
                "/alarms?state=UNACK,BROKEN",
                "/alarms?priority=urgent",
                "/energy/balance?settlement=aghali&step=raw",
                "/energy/balance?settlement=aghali&from=0&step=15m",
                "/export?from=0",
                "/export?from=1000&to=0&device=aghali/home-001/meter",
                "/live?events=everything",
            })
    void query_notWhatIsAsked_isABadRequest(String path) throws Exception {
        HttpResponse<String> answer = server.visitor("admin").get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("detail")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/settlements/..%2f..%2fetc",
                "/settlements/%00",
                "/settlements/AGHALI",
                "/devices/aghali/home-001/%27",
                "/alarms/1%20OR%201=1",
                "/alarms/99999999999999999999",
                "/nothing",
                "/series/extra"
            })
    void path_ofNothing_isNotFound(String path) throws Exception {
        assertThat(server.visitor("admin").get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void name_withAScript_isDataAndNeverHtml() throws Exception {
        HttpResponse<String> answer = server.visitor("operator").get("/devices/aghali/home-002/meter");

        assertThat(new JsonObject(answer.body()).getJsonObject("title").getString("az"))
                .isEqualTo(SampleVillage.WICKED);
        assertThat(answer.headers().firstValue("content-type")).contains(JSON);
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void problem_withAScriptInThePath_repeatsNothingOfIt() throws Exception {
        HttpResponse<String> answer = server.get("/%3Cscript%3Ealert(1)%3C/script%3E");

        assertThat(answer.body()).doesNotContain("script");
    }

    @Test
    void method_unknown_isNotAllowed() throws Exception {
        assertThat(server.visitor("admin")
                        .send("PUT", "/api/v1/settlements", "{}")
                        .statusCode())
                .isIn(404, 405);
        assertThat(server.send("TRACE", "/", "").statusCode()).isIn(404, 405);
    }

    @Test
    void everyAnswer_hasTheHeadersThatRestrictBrowsers() throws Exception {
        for (String path : new String[] {"/", "/api/v1/session", "/nothing", "/health/live", "/api/v1/openapi.json"}) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe-eval");
            assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
            assertThat(answer.headers().firstValue("referrer-policy")).isPresent();
        }
    }

    /** Silence, a body that does not go on, headers byte by byte: the same ten seconds for all. */
    @Test
    void connections_thatKeepTheServerWaiting_areEndedInTime() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port);
                Socket body = new Socket(InetAddress.getLoopbackAddress(), server.port);
                Socket headers = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            body.getOutputStream()
                    .write("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            headers.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            silent.setSoTimeout(60_000);
            body.setSoTimeout(60_000);
            headers.setSoTimeout(1_000);

            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> hasEnded(headers));

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(new String(body.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 408");
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    /** Sends one more byte and looks whether the server has gone. */
    private static boolean hasEnded(Socket slow) {
        try {
            slow.getOutputStream().write('x');
            return slow.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void headers_tooLarge_areRefusedAndTheConnectionIsSaidToEnd() throws Exception {
        HttpResponse<String> headers = server.get("/", "X-Large", "x".repeat(20_000));
        HttpResponse<String> line = server.get("/?" + "x".repeat(20_000));

        assertThat(headers.statusCode()).isEqualTo(431);
        assertThat(headers.headers().firstValue("connection")).contains("close");
        assertThat(line.statusCode()).isEqualTo(414);
        assertThat(line.headers().firstValue("connection")).contains("close");
    }

    /** What a proxy takes for the body of one request must not be the next one here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1;Content-Length: 5;Transfer-Encoding: chunked",
                "1.1;Transfer-Encoding: chunked;Content-Length: 5",
                "1.1;content-length: 5;transfer-encoding: CHUNKED",
                "1.0;Content-Length: 5;Transfer-Encoding: chunked",
                "1.0;Transfer-Encoding: chunked",
                "1.1;Content-Length: 5;Transfer-Encoding: xchunked",
                "1.1;Transfer-Encoding: identity",
                "1.1;Transfer-Encoding: chunked, identity",
                "1.1;Transfer-Encoding: chunked;Transfer-Encoding: chunked",
                "1.1;Content-Length: 5;Content-Length: 6",
                "1.1;Content-Length: +5"
            })
    void body_whoseEndIsUncertain_isRefused_andNothingAfterItIsHeard(String request) throws Exception {
        String head = "POST /api/v1/session HTTP/" + request.replace(";", "\r\n") + "\r\nHost: x\r\n\r\n";

        String answer = exchanged(head + "0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.[01] 400.*").containsIgnoringCase("connection: close");
        assertThat(answer.split("HTTP/1\\.[01] ", -1)).as(answer).hasSize(2);
    }

    @Test
    void body_inChunks_isTaken() throws Exception {
        String requests = """
                POST /api/v1/session HTTP/1.1
                Host: x
                Content-Type: application/json
                Transfer-Encoding: chunked

                2
                {}
                0

                GET /health/live HTTP/1.1
                Host: x
                Connection: close

                """;

        String answer = exchanged(requests.replace("\n", "\r\n"));

        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(3);
        assertThat(answer).contains("HTTP/1.1 200");
    }

    /** Everything that the server answers until it ends the connection. */
    private String exchanged(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port)) {
            socket.setSoTimeout(8_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private HttpResponse<String> signIn(String user, String password) throws Exception {
        return server.send(
                "POST",
                "/api/v1/session",
                new JsonObject().put("username", user).put("password", password).encode(),
                "Content-Type",
                JSON);
    }
}
