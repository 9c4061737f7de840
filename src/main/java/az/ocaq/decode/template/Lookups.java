package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Items of objects, lists and texts. */
final class Lookups {
    private Lookups() {}

    /** The item of this key or index; missing when there is none. An index may count from the end. */
    static JsonNode item(JsonNode of, JsonNode key) throws TemplateException {
        if (of.isObject()) {
            return of.path(Values.text(key));
        }
        if (key.isIntegralNumber()) {
            int index = key.intValue();
            if (of.isTextual()) {
                String text = of.textValue();
                int at = index < 0 ? text.length() + index : index;
                return at >= 0 && at < text.length()
                        ? Values.of(String.valueOf(text.charAt(at)))
                        : MissingNode.getInstance();
            }
            return of.path(index < 0 ? of.size() + index : index);
        }
        return MissingNode.getInstance();
    }
}
