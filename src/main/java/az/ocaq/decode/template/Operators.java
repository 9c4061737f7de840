package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What operators and tests do. */
final class Operators {
    private static final Set<String> TESTS =
            Set.of("defined", "undefined", "none", "number", "string", "boolean", "odd", "even");
    private static final double LARGEST_POWER = 64;

    private Operators() {}

    static JsonNode calculate(String sign, JsonNode left, JsonNode right) throws TemplateException {
        if (sign.equals("~") || (sign.equals("+") && left.isTextual() && right.isTextual())) {
            return Values.of(Values.text(left) + Values.text(right));
        }
        double first = Values.arithmetic(left);
        double second = Values.arithmetic(right);
        boolean whole = left.isIntegralNumber() && right.isIntegralNumber();
        boolean divides = sign.equals("/") || sign.equals("//") || sign.equals("%");
        if ((divides && second == 0) || (sign.equals("**") && Math.abs(second) > LARGEST_POWER)) {
            throw new TemplateException("divides by zero or raises too high");
        }
        return switch (sign) {
            case "+" -> Values.of(first + second, whole);
            case "-" -> Values.of(first - second, whole);
            case "*" -> Values.of(first * second, whole);
            case "/" -> Values.of(first / second);
            case "//" -> Values.of(Math.floor(first / second), whole);
            case "%" -> Values.of(first - second * Math.floor(first / second), whole);
            default -> Values.of(Math.pow(first, second), whole && second >= 0);
        };
    }

    static JsonNode compare(String sign, JsonNode left, JsonNode right) throws TemplateException {
        if (sign.equals("==") || sign.equals("!=")) {
            return Values.of(sign.equals("==") == Values.same(left, right));
        }
        int order = left.isTextual() && right.isTextual()
                ? left.textValue().compareTo(right.textValue())
                : Double.compare(Values.arithmetic(left), Values.arithmetic(right));
        return Values.of(
                switch (sign) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                });
    }

    static boolean contains(JsonNode whole, JsonNode part) {
        if (whole.isObject()) {
            return whole.has(Values.text(part));
        }
        if (whole.isTextual()) {
            return whole.textValue().contains(Values.text(part));
        }
        for (JsonNode item : whole) {
            if (Values.same(item, part)) {
                return true;
            }
        }
        return false;
    }

    static boolean isTest(String name) {
        return TESTS.contains(name);
    }

    static boolean test(String name, JsonNode value) {
        return switch (name) {
            case "defined" -> !value.isMissingNode();
            case "undefined" -> value.isMissingNode();
            case "none" -> value.isNull();
            case "number" -> value.isNumber();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "odd" -> value.isIntegralNumber() && value.longValue() % 2 != 0;
            default -> value.isIntegralNumber() && value.longValue() % 2 == 0;
        };
    }
}
