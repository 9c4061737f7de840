package az.ocaq.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import az.ocaq.config.Problems;
import az.ocaq.config.YamlFile;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose reports are believed, and what they say. */
final class SmsReportFormatTest {
    // HMAC-SHA256 of RFC 4231, test case 2
    private static final String TEXT = "what do ya want for nothing?";
    private static final String SIGNATURE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void signature_isThatOfTheStandard_andOfThisBodyOnly() {
        SmsReportFormat format = read("signature_header: X-Signature");

        assertThat(genuine(format, SIGNATURE, TEXT)).isTrue();
        assertThat(genuine(format, "sha256=" + SIGNATURE, TEXT)).isTrue();
        assertThat(genuine(format, SIGNATURE, TEXT + "!")).isFalse();
        assertThat(format.isGenuine(
                        name -> Optional.empty(), Optional.of("Jefe"), TEXT.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void secret_isInTheHeaderThatIsNamed() {
        SmsReportFormat format = read("secret_header: X-Signature");

        assertThat(genuine(format, "Jefe", TEXT)).isTrue();
        assertThat(genuine(format, "jefe", TEXT)).isFalse();
    }

    @Test
    void status_isUnderstood_andFailedCountsMore() {
        SmsReportFormat format = read("read: '(?i)seen'");

        assertThat(fate(format, "DELIVRD")).isEqualTo(SmsReportFormat.Fate.DELIVERED);
        assertThat(fate(format, "delivered")).isEqualTo(SmsReportFormat.Fate.DELIVERED);
        assertThat(fate(format, "Undelivered")).isEqualTo(SmsReportFormat.Fate.FAILED);
        assertThat(fate(format, "REJECTD")).isEqualTo(SmsReportFormat.Fate.FAILED);
        assertThat(fate(format, "Seen")).isEqualTo(SmsReportFormat.Fate.READ);
        assertThat(fate(format, "ENROUTE")).isEqualTo(SmsReportFormat.Fate.ACCEPTED);
        assertThat(format.report("[]")).isEmpty();
        assertThat(format.report("{\"status\":")).isEmpty();
    }

    @Test
    void mistakes_areNamed() {
        Problems problems = new Problems();
        SmsReportFormat unused =
                SmsReportFormat.read(YamlFile.parse("c.yaml", new StringReader("delivered: '('"), problems), Map.of());

        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("secret_env")
                .hasMessageContaining("is no regular expression");
    }

    private static SmsReportFormat.Fate fate(SmsReportFormat format, String status) {
        return format.report("ref=k&status=" + status).orElseThrow().fate();
    }

    private static boolean genuine(SmsReportFormat format, String header, String body) {
        return format.isGenuine(
                name -> Optional.of(header).filter(it -> name.equals("X-Signature")),
                Optional.empty(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static SmsReportFormat read(String yaml) {
        Problems problems = new Problems();
        SmsReportFormat format = SmsReportFormat.read(
                YamlFile.parse("c.yaml", new StringReader("secret_env: KEY\n" + yaml), problems),
                Map.of("KEY", "Jefe"));
        problems.throwIfAny();
        return format;
    }
}
