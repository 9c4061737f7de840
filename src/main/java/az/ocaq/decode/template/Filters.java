package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The filters, functions, tests and methods of the harmless part; each pure and quick. */
final class Filters {
    private static final Set<String> FILTERS = Set.of(
            "float",
            "int",
            "round",
            "abs",
            "default",
            "d",
            "lower",
            "upper",
            "trim",
            "replace",
            "string",
            "length",
            "count",
            "multiply",
            "add",
            "bool",
            "iif",
            "is_defined",
            "first",
            "last",
            "min",
            "max",
            "title",
            "int_or");
    private static final Set<String> METHODS =
            Set.of("get", "split", "strip", "lower", "upper", "replace", "startswith", "endswith", "lstrip", "rstrip");
    private static final Set<String> FUNCTIONS =
            Set.of("float", "int", "round", "abs", "min", "max", "bool", "iif", "len", "str");
    private static final int MOST_PARTS = 200;
    private static final int MOST_PLACES = 12;

    private Filters() {}

    static boolean isFilter(String name) {
        return FILTERS.contains(name);
    }

    static boolean isMethod(String name) {
        return METHODS.contains(name);
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    /** The result of {@code value | name(arguments)}, which is that of {@code name(value, arguments)}. */
    static JsonNode filter(String name, JsonNode value, List<JsonNode> arguments, Scope scope)
            throws TemplateException {
        return switch (name) {
            case "float" -> number(value, arguments, false, scope);
            case "int" -> number(value, arguments, true, scope);
            case "round" -> round(value, arguments);
            case "abs" -> Values.of(Math.abs(Values.arithmetic(value)), value.isIntegralNumber());
            case "default", "d" -> absentOr(value, arguments, scope);
            case "bool" -> Values.of(truth(value));
            case "iif" -> iif(value, arguments);
            case "is_defined" -> value;
            case "multiply" -> Values.of(asNumber(value) * asNumber(argument(arguments, 0)));
            case "add" -> Values.of(asNumber(value) + asNumber(argument(arguments, 0)));
            case "min", "max" -> extreme(name, value, arguments);
            case "first" -> item(value, 0);
            case "last" -> item(value, value.size() - 1);
            case "length", "count", "len" ->
                Values.of(value.isTextual() ? value.textValue().length() : value.size(), true);
            default -> text(name, Values.text(value), arguments);
        };
    }

    /** The result of a method of a text or an object. */
    static JsonNode method(String name, JsonNode value, List<JsonNode> arguments) throws TemplateException {
        if (name.equals("get")) {
            JsonNode found = Lookups.item(value, argument(arguments, 0));
            return !found.isMissingNode() || arguments.size() < 2 ? found : arguments.get(1);
        }
        if (!value.isTextual()) {
            throw new TemplateException("asks for the text of what is none");
        }
        return text(name, value.textValue(), arguments);
    }

    private static JsonNode text(String name, String text, List<JsonNode> arguments) throws TemplateException {
        return switch (name) {
            case "lower" -> Values.of(text.toLowerCase(Locale.ROOT));
            case "upper" -> Values.of(text.toUpperCase(Locale.ROOT));
            case "trim", "strip" -> Values.of(text.strip());
            case "lstrip" -> Values.of(text.stripLeading());
            case "rstrip" -> Values.of(text.stripTrailing());
            case "string", "str", "title" -> Values.of(text);
            case "replace" -> replace(text, Values.text(argument(arguments, 0)), Values.text(argument(arguments, 1)));
            case "startswith" -> Values.of(text.startsWith(Values.text(argument(arguments, 0))));
            case "endswith" -> Values.of(text.endsWith(Values.text(argument(arguments, 0))));
            case "split" -> split(text, arguments);
            default -> throw new TemplateException("'" + name + "' is not understood");
        };
    }

    private static JsonNode replace(String text, String old, String with) throws TemplateException {
        if (old.isEmpty()) {
            throw new TemplateException("replaces nothing");
        }
        return Values.of(text.replace(old, with));
    }

    private static JsonNode split(String text, List<JsonNode> arguments) throws TemplateException {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        String by = arguments.isEmpty() ? " " : Values.text(arguments.get(0));
        if (by.isEmpty()) {
            throw new TemplateException("splits by nothing");
        }
        for (String part : text.split(java.util.regex.Pattern.quote(by), MOST_PARTS)) {
            parts.add(part);
        }
        return parts;
    }

    private static JsonNode number(JsonNode value, List<JsonNode> arguments, boolean whole, Scope scope)
            throws TemplateException {
        OptionalDouble number = Values.number(value);
        if (number.isPresent()) {
            return whole
                    ? Values.of(Math.floor(Math.abs(number.getAsDouble())) * Math.signum(number.getAsDouble()), true)
                    : Values.of(number.getAsDouble());
        }
        if (arguments.isEmpty()) {
            throw new TemplateException("takes for a number what is none");
        }
        scope.substitute();
        return arguments.get(0);
    }

    private static JsonNode absentOr(JsonNode value, List<JsonNode> arguments, Scope scope) {
        if (!value.isMissingNode()) {
            return value;
        }
        scope.substitute();
        return arguments.isEmpty() ? MissingNode.getInstance() : arguments.get(0);
    }

    private static JsonNode round(JsonNode value, List<JsonNode> arguments) throws TemplateException {
        double number = asNumber(value);
        int places = arguments.isEmpty() ? 0 : (int) asNumber(arguments.get(0));
        if (Math.abs(places) > MOST_PLACES) {
            throw new TemplateException("rounds to too many places");
        }
        String way = arguments.size() > 1 ? Values.text(arguments.get(1)) : "";
        RoundingMode mode = way.equals("floor")
                ? RoundingMode.FLOOR
                : way.equals("ceil") ? RoundingMode.CEILING : RoundingMode.HALF_EVEN;
        return Values.of(BigDecimal.valueOf(number).setScale(places, mode).doubleValue());
    }

    private static JsonNode iif(JsonNode value, List<JsonNode> arguments) throws TemplateException {
        boolean truth = Values.isTrue(value);
        if (arguments.size() > (truth ? 0 : 1)) {
            return arguments.get(truth ? 0 : 1);
        }
        return Values.of(truth);
    }

    private static JsonNode extreme(String name, JsonNode value, List<JsonNode> arguments) throws TemplateException {
        Optional<Double> found = Optional.empty();
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(arguments);
        if (value.isArray()) {
            value.forEach(all::add);
        } else {
            all.add(value);
        }
        for (JsonNode one : all) {
            double number = asNumber(one);
            boolean better = found.isEmpty() || (name.equals("min") ? number < found.get() : number > found.get());
            found = better ? Optional.of(number) : found;
        }
        return Values.of(found.orElseThrow(() -> new TemplateException("of nothing")));
    }

    private static JsonNode item(JsonNode value, int index) {
        return value.path(index);
    }

    private static boolean truth(JsonNode value) {
        String word = Values.text(value).toLowerCase(Locale.ROOT);
        return Set.of("true", "on", "yes", "1", "enable").contains(word)
                || (value.isNumber() && value.doubleValue() != 0);
    }

    private static double asNumber(JsonNode value) throws TemplateException {
        return Values.number(value).orElseThrow(() -> new TemplateException("takes for a number what is none"));
    }

    private static JsonNode argument(List<JsonNode> arguments, int index) throws TemplateException {
        if (index >= arguments.size()) {
            throw new TemplateException("lacks an argument");
        }
        return arguments.get(index);
    }
}
