package az.ocaq.decode.dialect;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Json;
import az.ocaq.decode.Numbers;
import az.ocaq.decode.dialect.Sample.Kind;
import az.ocaq.decode.dialect.Sample.Leaf;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Splits a payload into samples and their values, in one bounded pass. */
final class PayloadReader {
    private static final int MOST_LEAVES = 20_000;
    private static final int MOST_IN_SAMPLE = 2_000;
    private static final int LONGEST_SCALAR = 4_096;

    /** Why a payload cannot be read. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Reason reason;

        UnreadableException(Reason reason, String detail) {
            super(detail);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private final TopicRule.Samples kind;
    private final PathTree.Node root;
    private final List<Sample> samples = new ArrayList<>(1);
    private Sample sample = new Sample(Optional.empty());
    private int leaves;

    private PayloadReader(TopicRule.Samples kind, PathTree.Node root) {
        this.kind = kind;
        this.root = root;
    }

    /** Reads JSON, or one value as text where the rule has no JSON. */
    static List<Sample> read(byte[] payload, TopicRule.Samples kind, PathTree.Node root) throws UnreadableException {
        if (payload.length > Json.LARGEST) {
            throw new UnreadableException(
                    Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST + " are read");
        }
        if (!Json.isUtf8(payload)) {
            throw new UnreadableException(Reason.NOT_UTF8, "the payload is not UTF-8 text");
        }
        PayloadReader reader = new PayloadReader(kind, root);
        if (kind == TopicRule.Samples.ANY && !looksLikeJson(payload)) {
            return reader.scalar(payload);
        }
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            return reader.json(parser);
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(Reason.TOO_DEEP, e.getOriginalMessage());
        } catch (IOException e) {
            throw new UnreadableException(Reason.MALFORMED, firstLine(e));
        }
    }

    private static boolean looksLikeJson(byte[] payload) {
        for (byte b : payload) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{' || b == '[' || b == '"';
            }
        }
        return false;
    }

    private List<Sample> scalar(byte[] payload) throws UnreadableException {
        if (payload.length > LONGEST_SCALAR) {
            throw new UnreadableException(Reason.TOO_LARGE, "a single value of " + payload.length + " bytes");
        }
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        OptionalDouble number = Numbers.decimal(text);
        sample.add(new Leaf(root, number.isPresent() ? Kind.NUMBER : Kind.TEXT, number.orElse(0), text));
        return List.of(sample);
    }

    private List<Sample> json(JsonParser parser) throws IOException, UnreadableException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new UnreadableException(Reason.EMPTY, "the payload is empty");
        }
        boolean structured = first == JsonToken.START_OBJECT || first == JsonToken.START_ARRAY;
        if (kind != TopicRule.Samples.ANY && !structured) {
            throw new UnreadableException(Reason.MALFORMED, "expected a JSON object");
        }
        switch (kind) {
            case ANY, JSON -> whole(parser, first, root, Optional.empty());
            case EACH -> each(parser, first, Optional.empty());
            case BY_DEVICE -> byDevice(parser, first);
        }
        if (parser.nextToken() != null) {
            throw new UnreadableException(Reason.MALFORMED, "something follows the JSON value");
        }
        return samples;
    }

    /** Every element of an array is a sample of its own; an object is one. */
    private void each(JsonParser parser, JsonToken first, Optional<String> device)
            throws IOException, UnreadableException {
        if (first != JsonToken.START_ARRAY) {
            whole(parser, first, root, device);
            return;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            whole(parser, token, root, device);
        }
    }

    /** Every field is a device with its samples. */
    private void byDevice(JsonParser parser, JsonToken first) throws IOException, UnreadableException {
        if (first != JsonToken.START_OBJECT) {
            throw new UnreadableException(Reason.MALFORMED, "expected an object of devices");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String device = parser.currentName();
            each(parser, parser.nextToken(), Optional.of(device));
        }
    }

    private void whole(JsonParser parser, JsonToken token, PathTree.Node node, Optional<String> device)
            throws IOException, UnreadableException {
        sample = new Sample(device);
        samples.add(sample);
        value(parser, token, node);
    }

    private void value(JsonParser parser, JsonToken token, PathTree.Node node) throws IOException, UnreadableException {
        switch (token) {
            case START_OBJECT -> {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    PathTree.Node child = node.child(parser.currentName());
                    value(parser, parser.nextToken(), child);
                }
            }
            case START_ARRAY -> {
                int index = 0;
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    value(parser, next, node.element(index));
                    index++;
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                leaf(node, Kind.NUMBER, parser.getDoubleValue(), node.isDevice() ? parser.getText() : "");
            case VALUE_STRING -> leaf(node, Kind.TEXT, 0, parser.getText());
            case VALUE_TRUE -> leaf(node, Kind.TRUE, 1, "");
            case VALUE_FALSE -> leaf(node, Kind.FALSE, 0, "");
            default -> leaf(node, Kind.NULL, 0, "");
        }
    }

    private void leaf(PathTree.Node node, Kind what, double number, String text) throws UnreadableException {
        leaves++;
        if (leaves > MOST_LEAVES || sample.leaves().size() >= MOST_IN_SAMPLE) {
            throw new UnreadableException(
                    Reason.TOO_LARGE, "more than " + (leaves > MOST_LEAVES ? MOST_LEAVES : MOST_IN_SAMPLE) + " values");
        }
        sample.add(new Leaf(node, what, number, text));
    }

    private static String firstLine(IOException e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
