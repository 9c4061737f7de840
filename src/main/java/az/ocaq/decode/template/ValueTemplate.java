package az.ocaq.decode.template;

import az.ocaq.decode.JsonTree;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** A value template of the harmless part: from a payload to one value. */
public final class ValueTemplate {
    private static final int LONGEST = 2_000;
    private static final ValueTemplate NONE = new ValueTemplate(Optional.empty(), false);

    private final Optional<Block> block;
    private final boolean readsJson;

    private ValueTemplate(Optional<Block> block, boolean readsJson) {
        this.block = block;
        this.readsJson = readsJson;
    }

    /** The template that gives the payload as it is. */
    public static ValueTemplate none() {
        return NONE;
    }

    /** Reads a template; throws what is wrong with one that is not of the harmless part. */
    public static ValueTemplate parse(String text) throws TemplateException {
        if (text.isBlank()) {
            return NONE;
        }
        if (text.length() > LONGEST) {
            throw new TemplateException("longer than " + LONGEST + " characters");
        }
        return new ValueTemplate(Optional.of(new BlockParser(text.strip()).whole()), text.contains("value_json"));
    }

    /**
     * The value for a payload. Empty when the payload does not have what the template asks for: a default in the template
     * would be a value that nobody measured. Throws when it cannot be calculated.
     */
    public Optional<JsonNode> evaluate(String payload) throws TemplateException {
        if (block.isEmpty()) {
            return Optional.of(TextNode.valueOf(payload));
        }
        Scope scope = new Scope();
        scope.set("value", TextNode.valueOf(payload));
        scope.set(
                "value_json",
                readsJson ? JsonTree.nested(payload).orElse(MissingNode.getInstance()) : MissingNode.getInstance());
        JsonNode value = block.get().evaluate(scope);
        return scope.isSubstituted() || Values.isAbsent(value) ? Optional.empty() : Optional.of(value);
    }
}
