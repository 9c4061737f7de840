package az.ocaq.decode.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTemplateTest {
    private static final String PAYLOAD =
            "{\"power\":12.5,\"n\":7,\"text\":\"on\",\"list\":[1,2,3],\"a\":{\"b c\":{\"d\":5}},\"none\":null,\"t\":\"21.5\"}";

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "{{ value_json.power }} => 12.5",
                "{{value_json['power']}} => 12.5",
                "{{ value_json.a['b c'].d }} => 5",
                "{{ value_json.list[1] }} => 2",
                "{{ value_json.list.1 }} => 2",
                "{{ value_json.list[-1] }} => 3",
                "{{ value_json.t | float }} => 21.5",
                "{{ (value_json.power | float * 1000) | round(1) }} => 12500.0",
                "{{ value_json.power / 10 + 1 }} => 2.25",
                "{{ value_json.n // 2 }} => 3",
                "{{ -value_json.n % 4 }} => 1",
                "{{ 2 ** 3 * value_json.n }} => 56",
                "{{ value_json.power | multiply(2) | int }} => 25",
                "{{ float(value_json.t) }} => 21.5",
                "{{ 'ON' if value_json.n > 5 else 'OFF' }} => ON",
                "{{ iif(value_json.text == 'on', 1, 0) }} => 1",
                "{{ {'on':'open','off':'closed'}[value_json.text] }} => open",
                "{{ {'on':'open'}.get(value_json.text, 'unknown') }} => open",
                "{{ value_json.text | upper }} => ON",
                "{% if value_json.n is defined and value_json.n >= 7 %}{{ value_json.n }}{% else %}0{% endif %} => 7",
                "{% if value_json.n > 9 %}a{% elif value_json.n > 6 %}b{% else %}c{% endif %} => b",
                "{% set x = value_json.n * 2 %}{{ x + 1 }} => 15",
                "{{ 'p' ~ value_json.n }} => p7",
                "{{ value_json.text in ['on','off'] }} => true",
                "{{ 'x' not in value_json.text }} => true",
                "{{ value_json.none is none }} => true",
                "{{ not value_json.nothing is defined }} => true",
                "a{{ value_json.n }}b => a7b",
                "{{ value_json.list | max }} => 3.0",
                "{{ value_json.t.split('.')[0] | int }} => 21",
            })
    void evaluate_harmlessTemplate_asJinjaDoes(String template, String expected) throws TemplateException {
        assertThat(ValueTemplate.parse(template).evaluate(PAYLOAD).orElseThrow().asText())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ value_json.missing }}",
                "{{ value_json.missing.deeper }}",
                "{{ value_json.none }}",
                "{{ value_json.missing | float(0) }}",
                "{{ value_json.missing | default(0) }}",
                "{{ value_json.missing | int(0) + 5 }}",
            })
    void evaluate_whatThePayloadDoesNotHave_isNoValue(String template) throws TemplateException {
        assertThat(ValueTemplate.parse(template).evaluate(PAYLOAD)).isEmpty();
    }

    @Test
    void evaluate_noTemplate_isThePayload() throws TemplateException {
        assertThat(ValueTemplate.parse(" ").evaluate("21.5").orElseThrow().asText())
                .isEqualTo("21.5");
        assertThat(ValueTemplate.parse("{{ value | float / 1000.0 }}")
                        .evaluate("18306244")
                        .orElseThrow()
                        .asDouble())
                .isEqualTo(18306.244);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.__class__.__mro__[1].__subclasses__() }}",
                "{% for i in range(10) %}x{% endfor %}",
                "{{ states('sensor.x') }}",
                "{{ value_json.a.__class__ }}",
                "{{ now() }}",
                "{{ value | eval }}",
                "{{ value.format(1) }}",
                "{% macro x() %}{% endmacro %}",
                "{% include 'x' %}",
                "{{ config }}",
                "{{ value",
                "{% if value %}x",
                "{% endif %}",
                "{{ ((((((((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))))))) }}",
                "{{ 1 2 }}",
                "{{ value_json[ }}",
                "{{ | }}",
                "{{ }}",
            })
    void parse_anythingElse_isRefused(String template) {
        assertThatThrownBy(() -> ValueTemplate.parse(template)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ value_json.n / 0 }}",
                "{{ value_json.text * 3 }}",
                "{{ 9 ** 9 ** 9 ** 9 }}",
                "{{ value | float }}",
                "{{ value_json.n | round(99) }}",
                "{{ value_json.text | replace('', 'aaaa') }}",
            })
    void evaluate_whatCannotBeCalculated_throws(String template) throws TemplateException {
        ValueTemplate parsed = ValueTemplate.parse(template);

        assertThatThrownBy(() -> parsed.evaluate(PAYLOAD)).isInstanceOf(TemplateException.class);
    }

    @Test
    void evaluate_textThatDoublesAndDoubles_isBounded() throws TemplateException {
        StringBuilder template = new StringBuilder("{% set a = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' %}");
        for (int i = 0; i < 20; i++) {
            template.append("{% set a = a ~ a %}");
        }
        ValueTemplate parsed = ValueTemplate.parse(template + "{{ a }}");

        assertThatThrownBy(() -> parsed.evaluate("")).isInstanceOf(TemplateException.class);
    }
}
