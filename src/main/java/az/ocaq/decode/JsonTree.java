package az.ocaq.decode;

import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.measurement.DeviceId;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** Whole payloads as JSON trees, for conventions that cannot be read in one pass. Bounded by {@link Json}. */
public final class JsonTree {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(Json.FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonTree() {}

    /** The tree of a payload; throws the reason why there is none. */
    public static JsonNode read(byte[] payload) throws UnreadableException {
        if (payload.length == 0) {
            throw new UnreadableException(Reason.EMPTY, "the payload is empty");
        }
        if (payload.length > Json.LARGEST) {
            throw new UnreadableException(
                    Reason.TOO_LARGE, payload.length + " bytes; at most " + Json.LARGEST + " are read");
        }
        if (!Json.isUtf8(payload)) {
            throw new UnreadableException(Reason.NOT_UTF8, "the payload is not UTF-8 text");
        }
        try {
            JsonNode tree = MAPPER.readTree(payload);
            if (tree.isMissingNode()) {
                throw new UnreadableException(Reason.EMPTY, "the payload is blank");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(Reason.TOO_DEEP, e.getOriginalMessage());
        } catch (IOException e) {
            String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UnreadableException(Reason.MALFORMED, line);
        }
    }

    /** The tree of text that a field of another tree holds; empty when it is none. */
    public static Optional<JsonNode> nested(String text) {
        try {
            return Optional.of(read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /** A payload that cannot be read, with the reason for the quarantine. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;

        /** With the kind of fault and what was wrong. */
        public UnreadableException(Reason reason, String detail) {
            super(detail);
            this.reason = reason;
        }

        /** The outcome of the message. */
        public Rejected rejected(Optional<DeviceId> device) {
            return new Rejected(device, reason, String.valueOf(getMessage()));
        }
    }
}
