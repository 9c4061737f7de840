package az.ocaq.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "623, 623",
        "' 623\r\n', 623",
        "-0.5, -0.5",
        "1e3, 1000",
        ".5, 0.5",
        "5., 5",
        "27798741.900000002, 27798741.900000002"
    })
    void decimal_number_isRead(String text, double expected) {
        assertThat(Numbers.decimal(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "5d",
                "5f",
                "0x1p3",
                "0x10",
                "1_000",
                "+5",
                "NaN",
                "Infinity",
                "-Infinity",
                "٢١",
                "1,5",
                "1.234,5",
                "623 W",
                "1e",
                "1e400",
                "--5",
                "1.2.3"
            })
    void decimal_anythingElse_isNone(String text) {
        assertThat(Numbers.decimal(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unavailable", "None", "null", "--", "nan", "ERR", "unknown"})
    void isPlaceholder_wordForNoValue_isTrue(String text) {
        assertThat(Numbers.isPlaceholder(text)).isTrue();
    }
}
