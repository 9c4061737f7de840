package az.ocaq.decode.senml;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.Json;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SenML (RFC 8428): packs of records in JSON or CBOR, of one device or of many. SenML leaves the topic free; Ocaq takes
 * every topic with a level that names the format: {@code senml}, {@code senml-json}, {@code senml+cbor}.
 */
public final class SenmlDecoder implements Decoder {
    private static final Pattern LEVEL = Pattern.compile("(^|/)[a-z0-9_-]*senml([-+_.]?(json|cbor|c|j))?(/|$)");

    private static final Pattern RECORD =
            Pattern.compile("^\\[\\s*\\{(?:[^{}]*\"bn\"\\s*:\\s*\"|[^{}]*\"n\"\\s*:\\s*\"[^{}]*\"v[bs]?\"\\s*:)");
    private static final int LOOKED_AT = 600;

    private static final CBORFactory CBOR = CBORFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .maxStringLength(64 << 10)
                    .build())
            .build();

    @Override
    public String name() {
        return "senml";
    }

    @Override
    public boolean claims(String topic) {
        if (!topic.contains("enml") && !topic.contains("enML") && !topic.contains("ENML")) {
            return false;
        }
        return LEVEL.matcher(topic.toLowerCase(Locale.ROOT)).find();
    }

    /** A pack under any other topic: an array whose first record has a base name, or a name with a value. */
    @Override
    public boolean recognises(Message message) {
        byte[] payload = message.payload();
        if (payload.length < 4) {
            return false;
        }
        if (isCborArray(payload[0])) {
            return (payload[1] & 0xe0) == 0xa0 && isLabel(payload[2] & 0xff);
        }
        if (payload[0] != '[') {
            return false;
        }
        String start = new String(payload, 0, Math.min(payload.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        int end = start.indexOf('}');
        return RECORD.matcher(end < 0 ? start : start.substring(0, end)).find();
    }

    /** The numbers of RFC 8428 table 4 as CBOR: 0 to 8 and -1 to -6. */
    private static boolean isLabel(int first) {
        return first <= 8 || (first >= 0x20 && first <= 0x25);
    }

    @Override
    public Decoded decode(Message message) {
        byte[] payload = message.payload();
        if (payload.length == 0) {
            return rejected(Reason.EMPTY, "the payload is empty");
        }
        if (payload.length > Json.LARGEST) {
            return rejected(Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST + " are read");
        }
        boolean cbor = isCborArray(payload[0]);
        if (!cbor && !Json.isUtf8(payload)) {
            return rejected(Reason.NOT_UTF8, "the payload is neither UTF-8 text nor a CBOR array");
        }
        try (JsonParser parser = cbor ? CBOR.createParser(payload) : Json.FACTORY.createParser(payload)) {
            return decode(message, parser, cbor);
        } catch (StreamConstraintsException e) {
            return rejected(Reason.TOO_DEEP, e.getOriginalMessage());
        } catch (IOException e) {
            return rejected(Reason.MALFORMED, firstLine(e));
        }
    }

    private static Decoded decode(Message message, JsonParser parser, boolean cbor) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            return rejected(Reason.MALFORMED, "a SenML pack must be an array");
        }
        Decoded decoded = new SenmlPack(message.topic(), message.receivedAt()).decode(new SenmlReader(parser, cbor));
        return parser.nextToken() == null ? decoded : rejected(Reason.MALFORMED, "something follows the pack");
    }

    /** CBOR's major type 4. No JSON text starts with such a byte. */
    private static boolean isCborArray(byte first) {
        return (first & 0xe0) == 0x80;
    }

    private static Rejected rejected(Reason reason, String detail) {
        return new Rejected(Optional.empty(), reason, detail);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
