package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.FreePort;
import az.ocaq.Settings;
import az.ocaq.access.OidcSettings;
import az.ocaq.access.OidcSettings.Admission;
import az.ocaq.access.Role;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in at a real provider, which signs real tokens, and what somebody who means no good may try. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OidcTest {
    private static final String START = "/api/v1/session/oidc";

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private final HttpClient client = HttpClient.newHttpClient();
    private RunningServer server;
    private SpoilingProxy proxy;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        provider.start();
        // its keys take a while
        SignedJWT unused = provider.issueToken("village", "nobody", "ocaq");
        proxy = new SpoilingProxy(URI.create(provider.baseUrl().toString()).getPort());
        int port = FreePort.find();
        OidcSettings settings = new OidcSettings(
                "http://localhost:" + proxy.port() + "/village",
                "Village ID",
                "ocaq",
                "secret",
                URI.create("http://localhost:" + port + OidcSettings.CALLBACK),
                List.of("openid", "profile"),
                "preferred_username",
                List.of(
                        new Admission(
                                "groups",
                                "operators",
                                Role.OPERATOR,
                                Set.of("aghali"),
                                Set.of(),
                                Optional.empty(),
                                Optional.empty()),
                        new Admission(
                                "realm_access.roles",
                                "resident",
                                Role.RESIDENT,
                                Set.of(),
                                Set.of(),
                                Optional.empty(),
                                Optional.of("home"))));
        server = new RunningServer(
                directory, new Settings.Http("127.0.0.1", port, Optional.empty(), 0), Optional.of(settings));
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        proxy.close();
        provider.shutdown();
    }

    @Test
    void signIn_admittedPerson_hasTheRoleAndScopeOfTheMapping() throws Exception {
        Attempt attempt = new Attempt();
        assertThat(attempt.address.getQuery())
                .contains("code_challenge_method=S256")
                .contains("response_type=code");

        HttpResponse<String> back =
                attempt.answer(Map.of("preferred_username", "leyla", "groups", List.of("x", "operators")));

        assertThat(location(back)).isEqualTo("/operator");
        JsonObject session = new JsonObject(
                server.get("/api/v1/session", "Cookie", session(back)).body());
        assertThat(session.getString("username")).isEqualTo("sso:leyla");
        assertThat(session.getString("role")).isEqualTo("operator");
        assertThat(session.getJsonArray("settlements")).isEqualTo(new JsonArray().add("aghali"));
        assertThat(server.get("/api/v1/accounts", "Cookie", session(back)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void signIn_resident_livesWhereTheClaimSays() throws Exception {
        HttpResponse<String> back = new Attempt()
                .answer(Map.of(
                        "preferred_username",
                        "ali@example.az",
                        "realm_access",
                        Map.of("roles", List.of("resident")),
                        "home",
                        "aghali/home-001"));

        assertThat(location(back)).isEqualTo("/home");
        assertThat(new JsonObject(server.get("/api/v1/session", "Cookie", session(back))
                                .body())
                        .getString("home"))
                .isEqualTo("aghali/home-001");
    }

    @Test
    void signIn_personWhomNobodyAdmits_isToldSoAndGetsNoSession() throws Exception {
        refused(new Attempt().answer(Map.of("preferred_username", "eve", "groups", List.of("guests"))), "sso_unknown");
        refused(
                new Attempt().answer(Map.of("preferred_username", "eve\nadmin", "groups", List.of("operators"))),
                "sso_unknown");
        refused(new Attempt().answer(Map.of("groups", List.of("operators"))), "sso_unknown");
        refused(
                new Attempt()
                        .answer(Map.of(
                                "preferred_username",
                                "eve",
                                "realm_access",
                                Map.of("roles", List.of("resident")),
                                "home",
                                "aghali/../admin")),
                "sso_unknown");
        server.clock.advance(Duration.ofMinutes(6));
    }

    @Test
    void signOut_endsTheSessionAndLeadsToTheProviders() throws Exception {
        HttpResponse<String> back = new Attempt().answer(operator());
        String cookie = session(back);
        String csrf =
                new JsonObject(server.get("/api/v1/session", "Cookie", cookie).body()).getString("csrf");

        HttpResponse<String> out =
                server.send("DELETE", "/api/v1/session", "", "Cookie", cookie, Authenticator.CSRF, csrf);

        assertThat(new JsonObject(out.body()).getString("continue_at"))
                .contains("/village/endsession?client_id=ocaq&post_logout_redirect_uri=http%3A%2F%2Flocalhost");
        assertThat(server.get("/api/v1/session", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void callback_tamperedStateOrForeignBrowser_isRefused() throws Exception {
        Attempt attempt = new Attempt();
        String answer = attempt.redirect(operator());

        refused(attempt.callback(answer.replaceAll("state=[^&]+", "state=AAAA")), "sso_again");
        refused(server.get(answer), "sso_again");
        refused(server.get(answer, "Cookie", new Attempt().cookie), "sso_again");
        assertThat(location(attempt.callback(answer))).isEqualTo("/operator");
    }

    @Test
    void token_ofAnotherSignIn_isRefused() throws Exception {
        refused(
                new Attempt()
                        .answer(Map.of(
                                "preferred_username", "leyla", "groups", List.of("operators"), "nonce", "other")),
                "sso_refused");
    }

    @Test
    void token_expiredOrForAnotherClient_isRefused() throws Exception {
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback("village", "leyla", "JWT", List.of("ocaq"), operator(), -600));
        refused(new Attempt().answer(), "sso_refused");
        refused(new Attempt().answer(with("aud", "other")), "sso_refused");
        refused(new Attempt().answer(with("iss", "http://localhost/other")), "sso_refused");
        server.clock.advance(Duration.ofMinutes(6));
    }

    private static Map<String, Object> with(String claim, String value) {
        return Map.of("preferred_username", "leyla", "groups", List.of("operators"), claim, value);
    }

    @Test
    void token_signedByAnotherKeyOrNotAtAll_isRefused() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID("village").generate();
        proxy.spoil("/village/token", body -> withToken(body, token -> signedBy(other, token)));
        refused(new Attempt().answer(operator()), "sso_refused");

        proxy.spoil("/village/token", body -> withToken(body, OidcTest::unsigned));
        refused(new Attempt().answer(operator()), "sso_refused");

        proxy.spoil("/village/token", body -> body);
        server.clock.advance(Duration.ofMinutes(6));
        assertThat(location(new Attempt().answer(operator()))).isEqualTo("/operator");
    }

    @Test
    void provider_down_isSaidAndLocalAccountsSignIn() throws Exception {
        proxy.down(true);
        try {
            server.clock.advance(Duration.ofHours(2));
            HttpResponse<String> start = server.get(START);

            assertThat(location(start)).isEqualTo("/?problem=sso_down");
            assertThat(server.visitor("operator").session.getString("role")).isEqualTo("operator");
        } finally {
            proxy.down(false);
        }
        assertThat(location(server.get(START))).contains("/village/authorize");
    }

    @Test
    void providers_areNamedForThePage() throws Exception {
        assertThat(new JsonArray(server.get("/api/v1/session/providers").body()))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("id", "oidc")
                                .put("name", "Village ID")
                                .put("href", START)));
    }

    private static Map<String, Object> operator() {
        return Map.of("preferred_username", "leyla", "groups", List.of("operators"));
    }

    private static void refused(HttpResponse<String> back, String problem) {
        assertThat(location(back)).isEqualTo("/?problem=" + problem);
        assertThat(back.headers().allValues("set-cookie")).noneMatch(it -> it.startsWith(Authenticator.COOKIE));
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("location").orElseThrow();
    }

    private static String session(HttpResponse<String> back) {
        return back.headers().allValues("set-cookie").stream()
                .filter(it -> it.startsWith(Authenticator.COOKIE))
                .findFirst()
                .orElseThrow()
                .split(";", 2)[0];
    }

    private interface Forger {
        String forge(SignedJWT token) throws Exception;
    }

    private static String withToken(String body, Forger forger) {
        try {
            JsonObject tokens = new JsonObject(body);
            return tokens.put("id_token", forger.forge(SignedJWT.parse(tokens.getString("id_token"))))
                    .encode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signedBy(RSAKey key, SignedJWT token) throws Exception {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(token.getHeader().getAlgorithm())
                        .keyID(token.getHeader().getKeyID())
                        .build(),
                token.getJWTClaimsSet());
        forged.sign(new RSASSASigner(key));
        return forged.serialize();
    }

    private static String unsigned(SignedJWT token) throws Exception {
        return new com.nimbusds.jwt.PlainJWT(token.getJWTClaimsSet()).serialize();
    }

    /** A browser on its way through the provider. */
    private final class Attempt {
        final URI address;
        final String cookie;

        Attempt() throws Exception {
            HttpResponse<String> start = server.get(START);
            address = URI.create(location(start));
            String set = start.headers().firstValue("set-cookie").orElseThrow();
            assertThat(set).contains("SameSite=Lax").containsIgnoringCase("HttpOnly");
            cookie = set.split(";", 2)[0];
        }

        HttpResponse<String> answer(Map<String, Object> claims) throws Exception {
            return callback(redirect(claims));
        }

        HttpResponse<String> answer() throws Exception {
            return callback(redirect());
        }

        HttpResponse<String> callback(String path) throws Exception {
            return server.get(path, "Cookie", cookie);
        }

        String redirect(Map<String, Object> claims) throws Exception {
            provider.enqueueCallback(
                    new DefaultOAuth2TokenCallback("village", "leyla", "JWT", List.of("ocaq"), claims, 600));
            return redirect();
        }

        /** What the provider sends the browser back to. */
        String redirect() throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            URI back = URI.create(location(answer));
            return back.getRawPath() + "?" + back.getRawQuery();
        }
    }
}
