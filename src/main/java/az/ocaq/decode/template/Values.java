package az.ocaq.decode.template;

import az.ocaq.decode.Numbers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.OptionalDouble;

/** How values are taken for numbers, words and truths, as Jinja does. */
final class Values {
    private static final int LONGEST = 4_000;
    private static final double EXACT = 1L << 53;

    private Values() {}

    static JsonNode of(boolean truth) {
        return BooleanNode.valueOf(truth);
    }

    static JsonNode of(String text) throws TemplateException {
        if (text.length() > LONGEST) {
            throw new TemplateException("makes too long a text");
        }
        return TextNode.valueOf(text);
    }

    static JsonNode of(double number) throws TemplateException {
        if (!Double.isFinite(number)) {
            throw new TemplateException("gives no finite number");
        }
        return DoubleNode.valueOf(number);
    }

    /** The number; whole when both parts it came from were whole. */
    static JsonNode of(double number, boolean whole) throws TemplateException {
        return whole && Math.abs(number) < EXACT ? LongNode.valueOf((long) number) : of(number);
    }

    static boolean isTrue(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue() != 0;
        }
        if (value.isTextual()) {
            return !value.textValue().isEmpty();
        }
        return value.isContainerNode() ? !value.isEmpty() : value.asBoolean();
    }

    /** The number of a number, a truth or a text that is one. */
    static OptionalDouble number(JsonNode value) {
        if (value.isNumber()) {
            return OptionalDouble.of(value.doubleValue());
        }
        if (value.isBoolean()) {
            return OptionalDouble.of(value.booleanValue() ? 1 : 0);
        }
        return value.isTextual() ? Numbers.decimal(value.textValue()) : OptionalDouble.empty();
    }

    static double arithmetic(JsonNode value) throws TemplateException {
        if (!value.isNumber()) {
            throw new TemplateException("calculates with what is no number");
        }
        return value.doubleValue();
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    static boolean same(JsonNode left, JsonNode right) {
        boolean numbers = (left.isNumber() || left.isBoolean()) && (right.isNumber() || right.isBoolean());
        return numbers ? number(left).getAsDouble() == number(right).getAsDouble() : left.equals(right);
    }

    /** As it is printed: None for none, nothing for what is missing. */
    static String text(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        if (value.isNull()) {
            return "None";
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
