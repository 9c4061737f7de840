package az.ocaq.decode.template;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of an expression.
 *
 * @param text as written; of a string what is between the quotation marks
 */
record Token(Kind kind, String text) {
    private static final int MOST = 500;
    private static final List<String> LONG_SIGNS = List.of("==", "!=", "<=", ">=", "//", "**");
    private static final String SIGNS = "()[]{}.,:|+-*/%<>~";

    /** What a word is. */
    enum Kind {
        NUMBER,
        STRING,
        NAME,
        SIGN,
        END
    }

    static List<Token> of(String text) throws TemplateException {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int end = c == '\'' || c == '"' ? stringEnd(text, at) : end(text, at);
            tokens.add(token(text, at, end));
            at = end;
            if (tokens.size() > MOST) {
                throw new TemplateException("too long");
            }
        }
        tokens.add(new Token(Kind.END, ""));
        return tokens;
    }

    private static Token token(String text, int at, int end) throws TemplateException {
        char c = text.charAt(at);
        String word = text.substring(at, end);
        if (c == '\'' || c == '"') {
            return new Token(Kind.STRING, word.substring(1, word.length() - 1).replace("\\" + c, String.valueOf(c)));
        }
        if (isDigit(c)) {
            return new Token(Kind.NUMBER, word);
        }
        if (isName(c)) {
            return new Token(Kind.NAME, word);
        }
        if (SIGNS.indexOf(c) < 0 && !LONG_SIGNS.contains(word)) {
            throw new TemplateException("'" + c + "' is not understood");
        }
        return new Token(Kind.SIGN, word);
    }

    private static int end(String text, int at) {
        int end = at + 1;
        if (isDigit(text.charAt(at))) {
            while (end < text.length() && (isDigit(text.charAt(end)) || isPoint(text, end))) {
                end++;
            }
        } else if (isName(text.charAt(at))) {
            while (end < text.length() && (isName(text.charAt(end)) || isDigit(text.charAt(end)))) {
                end++;
            }
        } else if (end < text.length() && LONG_SIGNS.contains(text.substring(at, end + 1))) {
            end++;
        }
        return end;
    }

    /** A point within a number, with a digit behind it. */
    private static boolean isPoint(String text, int at) {
        return text.charAt(at) == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    private static int stringEnd(String text, int at) throws TemplateException {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(at)) {
                return i + 1;
            }
        }
        throw new TemplateException("a string does not end");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }
}
