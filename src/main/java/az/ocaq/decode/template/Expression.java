package az.ocaq.decode.template;

import com.fasterxml.jackson.databind.JsonNode;

/** A part of a template that has a value. A missing node is what the message does not have, a null node is none. */
@FunctionalInterface
interface Expression {
    JsonNode evaluate(Scope scope) throws TemplateException;
}
