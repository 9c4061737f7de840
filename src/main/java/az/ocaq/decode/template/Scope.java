package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.Map;

/** The variables of one evaluation, and how much it has done so far. */
final class Scope {
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_VARIABLES = 50;

    private final Map<String, JsonNode> variables = new HashMap<>();
    private int steps;
    private boolean substituted;

    void set(String name, JsonNode value) throws TemplateException {
        if (variables.size() >= MOST_VARIABLES) {
            throw new TemplateException("too many variables");
        }
        variables.put(name, value);
    }

    JsonNode get(String name) {
        return variables.getOrDefault(name, MissingNode.getInstance());
    }

    void step() throws TemplateException {
        if (++steps > MOST_STEPS) {
            throw new TemplateException("takes too long");
        }
    }

    /** Notes that a default took the place of something that the message does not have. */
    void substitute() {
        substituted = true;
    }

    boolean isSubstituted() {
        return substituted;
    }
}
