package az.ocaq.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HomeSheetTest {
    @Test
    void read_quotesSemicolonsAndABlankLine_areUnderstood() {
        assertThat(
                        HomeSheet.read(
                                "\uFEFFsource;home;type;name\r\ninbox/a/b;v/s/m;meter;\"Old; \"\"mill\"\"\"\r\n\r\ninbox/a/c;v/s/n;meter\r\n"))
                .extracting(it -> it.source() + " " + it.device() + " " + it.type() + " " + it.title())
                .containsExactly("inbox/a/b v/s/m meter Old; \"mill\"", "inbox/a/c v/s/n meter ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "home,source | line 1 must be",
                "source,home,type,name~inbox/a/b,v/s,meter, | line 2: 'v/s' is no identity",
                "source,home,type,name~inbox/a/b | line 2: must have source",
                "source,home,type,name~ | there is no device",
            })
    void read_whatIsWrong_isNamedWithItsLine(String text, String said) {
        assertThatThrownBy(() -> HomeSheet.read(text.replace('~', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
