package az.ocaq.decode.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code {{ output }}}, {@code {% if %}}, {@code {% set %}} and the text between; there are no loops. */
final class BlockParser {
    private static final int DEEPEST = 20;
    private static final Pattern SET = Pattern.compile("set\\s+([a-z][a-z0-9_]{0,40})\\s*=(.+)", Pattern.DOTALL);

    private final String text;
    private final Set<String> assigned = new HashSet<>();
    private int at;
    private int depth;
    private String ended = "";

    BlockParser(String text) {
        this.text = text;
    }

    Block whole() throws TemplateException {
        Block block = block();
        if (!ended.isEmpty()) {
            throw new TemplateException("'" + ended + "' without its beginning");
        }
        return block;
    }

    /** Up to the end of the text, or a statement that ends the block, which is noted. */
    private Block block() throws TemplateException {
        if (++depth > DEEPEST) {
            throw new TemplateException("too deeply nested");
        }
        List<Expression> parts = new ArrayList<>();
        ended = "";
        while (at < text.length() && ended.isEmpty()) {
            if (text.startsWith("{{", at)) {
                parts.add(expression(inside("}}")));
            } else if (text.startsWith("{%", at)) {
                statement(inside("%}"), parts);
            } else if (text.startsWith("{#", at)) {
                var unused = inside("#}");
            } else {
                int end = nextMark();
                String between = text.substring(at, end);
                parts.add(scope -> Values.of(between));
                at = end;
            }
        }
        depth--;
        return new Block(parts);
    }

    private void statement(String statement, List<Expression> parts) throws TemplateException {
        Matcher set = SET.matcher(statement);
        if (set.matches()) {
            Expression value = expression(set.group(2));
            String name = set.group(1);
            assigned.add(name);
            parts.add(scope -> {
                scope.set(name, value.evaluate(scope));
                return Values.of("");
            });
        } else if (statement.startsWith("if ")) {
            parts.add(condition(statement.substring(3)));
        } else if (statement.equals("else") || statement.equals("endif") || statement.startsWith("elif ")) {
            ended = statement;
        } else {
            throw new TemplateException("the statement '" + statement.split(" ", 2)[0] + "' is not understood");
        }
    }

    private Expression condition(String text) throws TemplateException {
        if (++depth > DEEPEST) {
            throw new TemplateException("too deeply nested");
        }
        Expression condition = expression(text);
        Block then = block();
        Expression otherwise = scope -> Values.of("");
        if (ended.startsWith("elif ")) {
            otherwise = condition(ended.substring(5)); // which also takes the endif
        } else {
            if (ended.equals("else")) {
                otherwise = block();
            }
            if (!ended.equals("endif")) {
                throw new TemplateException("'endif' is missing");
            }
        }
        ended = "";
        depth--;
        Expression other = otherwise;
        return scope -> Values.isTrue(condition.evaluate(scope)) ? then.evaluate(scope) : other.evaluate(scope);
    }

    private Expression expression(String text) throws TemplateException {
        return new ExpressionParser(text, assigned).whole();
    }

    /** What is between the marks at this place, without the hyphens that trim blanks. */
    private String inside(String close) throws TemplateException {
        int end = text.indexOf(close, at + 2);
        if (end < 0) {
            throw new TemplateException("'" + close + "' is missing");
        }
        String inside = text.substring(at + 2, end);
        at = end + 2;
        String trimmed = inside.startsWith("-") ? inside.substring(1) : inside;
        return (trimmed.endsWith("-") ? trimmed.substring(0, trimmed.length() - 1) : trimmed).strip();
    }

    private int nextMark() {
        int next = text.length();
        for (String mark : new String[] {"{{", "{%", "{#"}) {
            int found = text.indexOf(mark, at);
            next = found >= 0 ? Math.min(next, found) : next;
        }
        return Math.max(next, at + 1);
    }
}
