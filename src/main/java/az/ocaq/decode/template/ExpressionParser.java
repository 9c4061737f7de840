package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads expressions by recursive descent, from the weakest operator to the strongest. */
final class ExpressionParser {
    private static final int DEEPEST = 40;
    private static final Set<String> VARIABLES = Set.of("value", "value_json");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final List<Token> tokens;
    private final Set<String> assigned;
    private int at;
    private int depth;

    ExpressionParser(String text, Set<String> assigned) throws TemplateException {
        this.tokens = Token.of(text);
        this.assigned = assigned;
    }

    /** The whole text as one expression. */
    Expression whole() throws TemplateException {
        Expression expression = conditional();
        if (peek().kind() != Token.Kind.END) {
            throw new TemplateException("'" + peek().text() + "' is not understood");
        }
        return expression;
    }

    /** {@code a if condition else b}. */
    private Expression conditional() throws TemplateException {
        if (++depth > DEEPEST) {
            throw new TemplateException("too deeply nested");
        }
        Expression value = either();
        if (accept("if")) {
            Expression condition = either();
            Expression other = accept("else") ? conditional() : scope -> Values.of("");
            depth--;
            return scope -> Values.isTrue(condition.evaluate(scope)) ? value.evaluate(scope) : other.evaluate(scope);
        }
        depth--;
        return value;
    }

    private Expression either() throws TemplateException {
        Expression left = both();
        while (accept("or")) {
            Expression first = left;
            Expression second = both();
            left = scope -> {
                JsonNode value = first.evaluate(scope);
                return Values.isTrue(value) ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression both() throws TemplateException {
        Expression left = negation();
        while (accept("and")) {
            Expression first = left;
            Expression second = negation();
            left = scope -> {
                JsonNode value = first.evaluate(scope);
                return Values.isTrue(value) ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression negation() throws TemplateException {
        if (accept("not")) {
            if (++depth > DEEPEST) {
                throw new TemplateException("too deeply nested");
            }
            Expression of = negation();
            depth--;
            return scope -> Values.of(!Values.isTrue(of.evaluate(scope)));
        }
        return comparison();
    }

    private Expression comparison() throws TemplateException {
        Expression left = sum();
        while (true) {
            String sign = peek().text();
            if (COMPARISONS.contains(sign) && peek().kind() == Token.Kind.SIGN) {
                at++;
                Expression first = left;
                Expression second = sum();
                left = scope -> Operators.compare(sign, first.evaluate(scope), second.evaluate(scope));
            } else if (peek().is("in")
                    || (peek().is("not") && tokens.get(at + 1).is("in"))) {
                boolean negated = accept("not");
                expect("in");
                Expression first = left;
                Expression second = sum();
                left = scope -> Values.of(negated != Operators.contains(second.evaluate(scope), first.evaluate(scope)));
            } else if (accept("is")) {
                left = test(left);
            } else {
                return left;
            }
        }
    }

    private Expression test(Expression of) throws TemplateException {
        boolean negated = accept("not");
        String name = name();
        if (!Operators.isTest(name)) {
            throw new TemplateException("the test '" + name + "' is not understood");
        }
        return scope -> Values.of(negated != Operators.test(name, of.evaluate(scope)));
    }

    private Expression sum() throws TemplateException {
        Expression left = product();
        while (peek().is("+") || peek().is("-") || peek().is("~")) {
            String sign = next().text();
            Expression first = left;
            Expression second = product();
            left = scope -> Operators.calculate(sign, first.evaluate(scope), second.evaluate(scope));
        }
        return left;
    }

    private Expression product() throws TemplateException {
        Expression left = signed();
        while (peek().is("*") || peek().is("/") || peek().is("//") || peek().is("%") || peek().is("**")) {
            String sign = next().text();
            Expression first = left;
            Expression second = signed();
            left = scope -> Operators.calculate(sign, first.evaluate(scope), second.evaluate(scope));
        }
        return left;
    }

    private Expression signed() throws TemplateException {
        boolean negative = false;
        while (peek().is("-") || peek().is("+")) {
            negative ^= next().text().equals("-");
        }
        Expression of = filtered(primary());
        if (!negative) {
            return of;
        }
        return scope -> {
            JsonNode value = of.evaluate(scope);
            return Values.of(-Values.arithmetic(value), value.isIntegralNumber());
        };
    }

    private Expression filtered(Expression value) throws TemplateException {
        Expression of = value;
        while (accept("|")) {
            String name = name();
            if (!Filters.isFilter(name)) {
                throw new TemplateException("the filter '" + name + "' is not understood");
            }
            List<Expression> arguments = peek().is("(") ? arguments() : List.of();
            Expression inner = of;
            of = scope -> Filters.filter(name, inner.evaluate(scope), evaluated(arguments, scope), scope);
        }
        return of;
    }

    private Expression primary() throws TemplateException {
        Token token = next();
        Expression value = switch (token.kind()) {
            case NUMBER -> number(token.text());
            case STRING -> scope -> Values.of(token.text());
            case NAME -> named(token.text());
            default -> bracketed(token);
        };
        return followed(value);
    }

    private static Expression number(String text) throws TemplateException {
        try {
            JsonNode number = text.indexOf('.') < 0
                    ? LongNode.valueOf(Long.parseLong(text))
                    : Values.of(Double.parseDouble(text));
            return scope -> number;
        } catch (NumberFormatException e) {
            throw new TemplateException("'" + text + "' is no number");
        }
    }

    private Expression named(String name) throws TemplateException {
        switch (name) {
            case "true", "True" -> {
                return scope -> Values.of(true);
            }
            case "false", "False" -> {
                return scope -> Values.of(false);
            }
            case "none", "None" -> {
                return scope -> NullNode.getInstance();
            }
            default -> {
                if (peek().is("(") && Filters.isFunction(name)) {
                    return function(name, arguments());
                }
                if (!VARIABLES.contains(name) && !assigned.contains(name)) {
                    throw new TemplateException("'" + name + "' is not understood");
                }
                return scope -> {
                    scope.step();
                    return scope.get(name);
                };
            }
        }
    }

    private static Expression function(String name, List<Expression> arguments) throws TemplateException {
        if (arguments.isEmpty()) {
            throw new TemplateException("'" + name + "' lacks an argument");
        }
        return scope -> {
            List<JsonNode> all = evaluated(arguments, scope);
            return Filters.filter(name, all.get(0), all.subList(1, all.size()), scope);
        };
    }

    private Expression bracketed(Token token) throws TemplateException {
        if (token.is("(")) {
            Expression inner = filtered(conditional());
            expect(")");
            return inner;
        }
        if (token.is("[")) {
            at--;
            List<Expression> items = list("[", "]");
            return scope -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                evaluated(items, scope).forEach(array::add);
                return array;
            };
        }
        if (token.is("{")) {
            return dictionary();
        }
        throw new TemplateException("'" + token.text() + "' is not understood");
    }

    private Expression dictionary() throws TemplateException {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!accept("}")) {
            keys.add(conditional());
            expect(":");
            values.add(conditional());
            if (!peek().is("}")) {
                expect(",");
            }
        }
        return scope -> {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < keys.size(); i++) {
                object.set(
                        Values.text(keys.get(i).evaluate(scope)), values.get(i).evaluate(scope));
            }
            return object;
        };
    }

    /** Everything that may follow a value: {@code .name}, {@code .method(…)}, {@code [key]}. */
    private Expression followed(Expression value) throws TemplateException {
        Expression of = value;
        while (peek().is(".") || peek().is("[")) {
            Expression inner = of;
            if (accept(".")) {
                Token token = next();
                boolean harmless =
                        (token.kind() == Token.Kind.NAME && !token.text().startsWith("_"))
                                || token.kind() == Token.Kind.NUMBER;
                if (!harmless) {
                    throw new TemplateException("'." + token.text() + "' is not understood");
                }
                of = peek().is("(") ? method(inner, token.text(), arguments()) : attribute(inner, token);
            } else {
                expect("[");
                Expression key = conditional();
                expect("]");
                of = scope -> Lookups.item(inner.evaluate(scope), key.evaluate(scope));
            }
        }
        return of;
    }

    private static Expression attribute(Expression of, Token token) {
        return scope -> {
            scope.step();
            JsonNode value = of.evaluate(scope);
            return value.isArray() && token.kind() == Token.Kind.NUMBER
                    ? value.path(Integer.parseInt(token.text()))
                    : value.path(token.text());
        };
    }

    private static Expression method(Expression of, String name, List<Expression> arguments) throws TemplateException {
        if (!Filters.isMethod(name)) {
            throw new TemplateException("the method '" + name + "' is not understood");
        }
        return scope -> Filters.method(name, of.evaluate(scope), evaluated(arguments, scope));
    }

    private List<Expression> arguments() throws TemplateException {
        return list("(", ")");
    }

    private List<Expression> list(String open, String close) throws TemplateException {
        expect(open);
        List<Expression> items = new ArrayList<>();
        while (!accept(close)) {
            boolean keyword =
                    peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=");
            if (keyword) {
                throw new TemplateException("named arguments are not understood");
            }
            items.add(conditional());
            if (!peek().is(close)) {
                expect(",");
            }
        }
        return items;
    }

    private static List<JsonNode> evaluated(List<Expression> expressions, Scope scope) throws TemplateException {
        List<JsonNode> values = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            values.add(expression.evaluate(scope));
        }
        return values;
    }

    private String name() throws TemplateException {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw new TemplateException("'" + token.text() + "' is not understood");
        }
        return token.text();
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean accept(String sign) {
        boolean found = peek().is(sign);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String sign) throws TemplateException {
        if (!accept(sign)) {
            throw new TemplateException("'" + sign + "' is missing");
        }
    }
}
