package az.ocaq.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsFilesTest {
    private Instant now = Instant.EPOCH;

    private Path directory = Path.of("");
    private TestAuthority authority;
    private TlsFiles good;
    private TlsFiles other;

    @BeforeAll
    void makeFiles(@TempDir Path folder) throws Exception {
        directory = folder;
        authority = new TestAuthority(directory);
        good = authority.sign("http", "good");
        other = authority.sign("http", "other");
        now = Clock.systemUTC().instant().plusSeconds(60);
    }

    @Test
    void check_goodFiles_answersUntilWhen() {
        assertThat(good.check(now)).isBetween(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(3)));
    }

    @Test
    void check_rsaAndEd25519_areGood() throws Exception {
        for (String kind : new String[] {"rsa:2048", "ed25519"}) {
            authority.openssl("req -x509 -newkey " + kind + " -nodes -days 2 -subj /CN=x -keyout k.key -out k.pem");

            assertThat(with(directory.resolve("k.pem"), directory.resolve("k.key"))
                            .check(now))
                    .isAfter(now);
        }
    }

    @Test
    void check_fileThatIsNotThere_isNamedWithItsSetting() {
        Path missing = directory.resolve("missing.pem");

        assertThatThrownBy(() -> check(with(missing, good.key())))
                .isInstanceOf(TlsException.class)
                .hasMessage("http.tls_certificate: there is no file " + missing);
        assertThatThrownBy(() -> check(with(good.certificate(), missing)))
                .hasMessage("http.tls_key: there is no file " + missing);
    }

    @Test
    void check_keyOfAnotherCertificate_isNamed() {
        assertThatThrownBy(() -> check(with(good.certificate(), other.key())))
                .hasMessage(
                        "http.tls_key: " + other.key() + " is not the key of the certificate in " + good.certificate());
    }

    @Test
    void check_filesMixedUp_saysWhatIsMissing() {
        assertThatThrownBy(() -> check(with(good.key(), good.certificate())))
                .hasMessage("http.tls_certificate: " + good.key() + " holds no certificate in PEM");
        assertThatThrownBy(() -> check(with(good.certificate(), other.certificate())))
                .hasMessage("http.tls_key: " + other.certificate() + " holds no private key in PEM");
    }

    @Test
    void check_nonsense_isNoCertificate() throws Exception {
        Path nonsense = Files.writeString(
                directory.resolve("nonsense"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> check(with(nonsense, good.key()))).hasMessageContaining("holds no certificate");
    }

    @Test
    void check_keyWithAPassphrase_saysHowToConvertIt() throws Exception {
        authority.openssl("pkcs8 -topk8 -in good.key -out locked.key -passout pass:secret");

        assertThatThrownBy(() -> check(with(good.certificate(), directory.resolve("locked.key"))))
                .hasMessageEndingWith("must be converted: openssl pkcs8 -topk8 -nocrypt -in locked.key");
    }

    @Test
    void check_expiredOrNotYetValid_isNamedWithTheTime() {
        assertThatThrownBy(() -> {
                    Instant unused = good.check(now.plus(Duration.ofDays(4)));
                })
                .hasMessageStartingWith("http.tls_certificate: the certificate of CN=good in " + good.certificate()
                        + " has expired at ");
        assertThatThrownBy(() -> {
                    Instant unused = good.check(now.minus(Duration.ofDays(4)));
                })
                .hasMessageContaining(" is valid from ");
    }

    @Test
    void check_clientAuthority_isCheckedToo() {
        TlsFiles asking =
                new TlsFiles("mqtt.secure", good.certificate(), good.key(), Optional.of(directory.resolve("none")));

        assertThatThrownBy(() -> check(asking)).hasMessageStartingWith("mqtt.secure.tls_client_authority: there is no");
    }

    private TlsFiles with(Path certificate, Path key) {
        return new TlsFiles("http", certificate, key, Optional.empty());
    }

    private void check(TlsFiles files) {
        Instant unused = files.check(now);
    }
}
