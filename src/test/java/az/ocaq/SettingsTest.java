package az.ocaq;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import az.ocaq.config.YamlMap;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    private final Problems problems = new Problems();

    @Test
    void shippedFile_isValidAndEqualsTheDefaults() {
        Settings shipped =
                Settings.read(YamlFile.read(Path.of("config/ocaq.yaml"), problems), Path.of("config/ocaq.yaml"));
        Settings defaults = Settings.read(yaml(""), Path.of("config/ocaq.yaml"));

        assertThat(problems.all()).isEmpty();
        assertThat(shipped).isEqualTo(defaults);
    }

    @Test
    void read_environmentWinsOverTheFile() {
        YamlMap map = yaml("http: {port: 9000}").overriddenBy(Map.of("OCAQ_HTTP_PORT", "9001"));

        assertThat(Settings.read(map, Path.of(".")).http().port()).isEqualTo(9001);
    }

    @Test
    void read_everyProblemIsToldWithLineAndKey() {
        var unused = Settings.read(yaml("""
                        http:
                          port: 70000
                          colour: red
                        ingest:
                          linger: soon
                        mqtt: 5
                        """), Path.of("."));

        assertThat(problems.all())
                .containsExactlyInAnyOrder(
                        "test.yaml:2 http.port: '70000' must be from 0 to 65535",
                        "test.yaml:3 http.colour: unknown key; known here: host, port, tls_certificate, tls_key,"
                                + " redirect_port",
                        "test.yaml:5 ingest.linger: 'soon' is not a duration such as 30s, 5m, 8h or 7d",
                        "test.yaml:6 mqtt: must be a map of keys and values");
    }

    @Test
    void read_wrongEnvironmentVariable_isNamed() {
        YamlMap map = yaml("").overriddenBy(Map.of("OCAQ_INGEST_LINGER", "x"));

        assertThat(Settings.read(map, Path.of(".")).ingest().linger()).isEqualTo(Duration.ZERO);
        assertThat(problems.all())
                .containsExactly("environment variable OCAQ_INGEST_LINGER: 'x' is not a duration such as 30s, 5m, 8h"
                        + " or 7d");
    }

    @Test
    void read_influx_takesAddressAndTokenFile(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("token"), "ocaq:secret\n");
        YamlMap map = yaml("store: {influx: {url: 'http://influx:8086/', token_file: token}}");

        Settings.Influx influx =
                Settings.read(map, folder.resolve("ocaq.yaml")).store().influx();

        assertThat(problems.all()).isEmpty();
        assertThat(influx).isEqualTo(new Settings.Influx("http://influx:8086", "", "ocaq", "ocaq:secret"));
        assertThat(influx.toString()).doesNotContain("secret");
    }

    @Test
    void read_influxWithoutScheme_isRefused() {
        var unused = Settings.read(yaml("store: {influx: {url: influx}}"), Path.of("."));

        assertThat(problems.all())
                .containsExactly("test.yaml:1 store.influx.url: 'influx' is not an address such as http://host:8086");
    }

    @Test
    void read_severalSubscribers_areForAnExternalBroker() {
        var unused = Settings.read(yaml("mqtt: {subscribers: 2}"), Path.of("."));
        assertThat(problems.all())
                .containsExactly("test.yaml:1 mqtt.subscribers: is for an external broker (mqtt.url): the embedded one"
                        + " has one subscriber");

        var taken = Settings.read(yaml("mqtt: {subscribers: 2, url: 'tcp://broker:1883'}"), Path.of("."));
        assertThat(taken.mqtt().subscribers()).isEqualTo(2);
        assertThat(problems.all()).hasSize(1);
    }

    @Test
    void read_plainListenerOnTheNetwork_mustBeAskedFor() {
        var refused = Settings.read(yaml("mqtt: {host: 0.0.0.0}"), Path.of("."));
        assertThat(problems.all())
                .containsExactly("test.yaml:1 mqtt.host: '0.0.0.0' would let devices send their passwords unencrypted"
                        + " through the network: use mqtt.secure for the network, or say plain_network: true");

        Problems none = new Problems();
        var allowed = Settings.read(
                YamlFile.parse("test.yaml", new StringReader("mqtt: {host: 0.0.0.0, plain_network: true}"), none),
                Path.of("."));

        assertThat(none.all()).isEmpty();
        assertThat(allowed.mqtt().host()).isEqualTo(refused.mqtt().host());
    }

    @Test
    void read_secureListener_needsItsCertificate() {
        var unused = Settings.read(
                yaml("mqtt: {secure: {tls_client_authority: ca.pem}}\nhttp: {redirect_port: 80}"), Path.of("."));

        assertThat(problems.all())
                .containsExactlyInAnyOrder(
                        "test.yaml:1 mqtt.secure.tls_client_authority: needs tls_certificate and tls_key of the listener",
                        "test.yaml:2 http.redirect_port: leads to HTTPS, which needs tls_certificate and tls_key");
    }

    @Test
    void read_credentials_areNeverPrinted() {
        assertThat(new Settings.Credentials("ocaq", "secret").toString()).doesNotContain("secret");
    }

    private YamlMap yaml(String text) {
        return YamlFile.parse("test.yaml", new StringReader(text), problems);
    }
}
