package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Texts, outputs, conditions and assignments one after the other. The value of a single output stays what it is. */
record Block(List<Expression> parts) implements Expression {
    @Override
    public JsonNode evaluate(Scope scope) throws TemplateException {
        JsonNode only = Values.of("");
        StringBuilder text = new StringBuilder();
        int outputs = 0;
        for (Expression part : parts) {
            scope.step();
            JsonNode value = part.evaluate(scope);
            boolean blank = value.isTextual() && value.textValue().isBlank();
            if (!blank) {
                outputs++;
                only = value;
            }
            text.append(Values.text(value));
            var unused = Values.of(text.toString()); // bounds the length
        }
        return outputs == 1 ? only : Values.of(text.toString().strip());
    }
}
