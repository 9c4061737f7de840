package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import az.ocaq.FreePort;
import az.ocaq.Settings;
import az.ocaq.tls.CertificateWatch;
import az.ocaq.tls.TestAuthority;
import az.ocaq.tls.TlsFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The web server with a certificate. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpsTest {
    private static final String SIGN_IN = "{\"username\":\"operator\",\"password\":\"" + RunningServer.PASSWORD + "\"}";

    private TestAuthority authority;
    private TlsFiles files;
    private RunningServer server;
    private SSLContext trust;
    private int redirectPort;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        authority = new TestAuthority(Files.createDirectory(directory.resolve("authority")));
        files = authority.sign("http", "web");
        redirectPort = FreePort.find();
        server = new RunningServer(directory, new Settings.Http("127.0.0.1", 0, Optional.of(files), redirectPort));
        trust = SSLContext.getInstance("TLS");
        trust.init(null, trusting(authority.certificate()).getTrustManagers(), null);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void signIn_overHttps_setsASecureCookieThatOpensTheApi() throws Exception {
        HttpResponse<String> opened = send(client(), "POST", "/api/v1/session", SIGN_IN);

        String cookie = opened.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("Secure").containsIgnoringCase("HttpOnly").contains("SameSite=Strict");
        assertThat(opened.headers().firstValue("strict-transport-security")).contains("max-age=31536000");
        assertThat(opened.version()).isEqualTo(HttpClient.Version.HTTP_2);
        HttpResponse<String> read = send(client(), "GET", "/api/v1/session", "", "Cookie", cookie.split(";", 2)[0]);
        assertThat(read.statusCode()).isEqualTo(200);
    }

    @Test
    void plainHttp_onTheSamePort_getsNothing() {
        assertThatThrownBy(() -> server.get("/")).isInstanceOf(IOException.class);
    }

    @Test
    void plainHttp_onTheRedirectPort_leadsToHttps() throws Exception {
        HttpResponse<String> page = plain("GET", "/operator?x=1");
        HttpResponse<String> change = plain("POST", "/api/v1/session");

        assertThat(page.statusCode()).isEqualTo(308);
        assertThat(page.headers().firstValue("location"))
                .contains("https://localhost:" + server.port + "/operator?x=1");
        assertThat(change.statusCode()).isEqualTo(403);
        assertThat(change.headers().firstValue("location")).isEmpty();
    }

    @Test
    void redirectPort_connectionThatSaysNothingOrLittle_isClosed() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), redirectPort);
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), redirectPort)) {
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            silent.setSoTimeout(90_000);
            slow.setSoTimeout(90_000);

            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void certificate_renewedOnDisk_isUsedWithoutARestart() throws Exception {
        new CertificateWatch(server.vertx, Clock.systemUTC()).watch(files, server.server::renewCertificate);
        BigInteger before = serial();

        Files.writeString(files.key(), "half written");
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60)).until(() -> serial().equals(before));
        TlsFiles unused = authority.sign("http", "web");

        await().atMost(Duration.ofSeconds(60)).until(() -> !serial().equals(before));
        assertThat(send(client(), "GET", "/health/live", "").version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    private BigInteger serial() throws Exception {
        HttpResponse<String> answer = send(client(), "GET", "/health/live", "");
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0]).getSerialNumber();
    }

    private HttpResponse<String> plain(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + redirectPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A new one makes a new connection. */
    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(trust).build();
    }

    private HttpResponse<String> send(HttpClient client, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static TrustManagerFactory trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
