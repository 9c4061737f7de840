package az.ocaq.decode.senml;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads the records of a pack one after the other and keeps the bases that carry over. Of JSON and CBOR alike. */
final class SenmlReader {
    /** Version 10 is RFC 8428 and packs of its drafts read the same; bit 4 of RFC 9100 allows secondary units. */
    private static final int VERSION = 10;

    private static final int VERSION_WITH_SECONDARY_UNITS = 26;

    /** The labels of CBOR (RFC 8428 table 4). */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("-1", "bver"),
            Map.entry("-2", "bn"),
            Map.entry("-3", "bt"),
            Map.entry("-4", "bu"),
            Map.entry("-5", "bv"),
            Map.entry("-6", "bs"),
            Map.entry("0", "n"),
            Map.entry("1", "u"),
            Map.entry("2", "v"),
            Map.entry("3", "vs"),
            Map.entry("4", "vb"),
            Map.entry("5", "s"),
            Map.entry("6", "t"),
            Map.entry("7", "ut"),
            Map.entry("8", "vd"));

    private final JsonParser parser;
    private final boolean numericLabels;

    String baseName = "";
    String baseUnit = "";
    double baseTime;
    double baseValue;
    double baseSum;

    SenmlReader(JsonParser parser, boolean numericLabels) {
        this.parser = parser;
        this.numericLabels = numericLabels;
    }

    /** The next record; empty at the end of the pack. Throws where the pack is broken or must not be read. */
    Optional<SenmlRecord> next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            return Optional.empty();
        }
        if (token != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "a pack must hold records only");
        }
        SenmlRecord record = new SenmlRecord();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String label = parser.currentName();
            field(record, numericLabels ? LABELS.getOrDefault(label, label) : label, parser.nextToken());
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonParseException(parser, "the record does not end");
        }
        return Optional.of(record);
    }

    private void field(SenmlRecord record, String label, JsonToken token) throws IOException {
        switch (label) {
            case "bver" -> version();
            case "bn" -> baseName = text(label, token);
            case "bt" -> baseTime = number(label, token);
            case "bu" -> baseUnit = text(label, token);
            case "bv" -> baseValue = number(label, token);
            case "bs" -> baseSum = number(label, token);
            case "n" -> {
                record.name = text(label, token);
                record.named = true;
            }
            case "u" -> record.unit = Optional.of(text(label, token));
            case "v" -> record.value = Optional.of(number(label, token));
            case "vs" -> record.text = Optional.of(text(label, token));
            case "vb" -> record.state = Optional.of(state(token));
            case "vd" -> record.bytes = skipped();
            case "s" -> record.sum = Optional.of(number(label, token));
            case "t" -> record.time = Optional.of(number(label, token));
            case "ut" -> record.updateTime = skipped();
            default -> unknown(label);
        }
    }

    private void version() throws IOException {
        double version = number("bver", parser.currentToken());
        boolean known = (version >= 1 && version <= VERSION) || version == VERSION_WITH_SECONDARY_UNITS;
        if (!known) {
            throw new JsonParseException(parser, "SenML version " + version + " is not known");
        }
    }

    /** RFC 8428 section 4.4: what is not understood is skipped, unless its label ends in an underscore. */
    private void unknown(String label) throws IOException {
        if (label.endsWith("_")) {
            throw new JsonParseException(parser, "the field " + label + " must be understood and is not");
        }
        parser.skipChildren();
    }

    private boolean skipped() throws IOException {
        parser.skipChildren();
        return true;
    }

    private double number(String label, JsonToken token) throws IOException {
        if (token == null || !token.isNumeric()) {
            throw new JsonParseException(parser, label + " must be a number");
        }
        return parser.getDoubleValue();
    }

    private String text(String label, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw new JsonParseException(parser, label + " must be text");
        }
        return parser.getText();
    }

    private boolean state(JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new JsonParseException(parser, "vb must be true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }
}
