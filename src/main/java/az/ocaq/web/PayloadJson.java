package az.ocaq.web;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A payload as JSON: as text when it is text, else in base64. */
final class PayloadJson {
    private PayloadJson() {}

    static JsonObject put(JsonObject json, byte[] payload) {
        try {
            return json.put(
                    "payload_utf8",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(payload))
                            .toString());
        } catch (CharacterCodingException e) {
            return json.put("payload_base64", Base64.getEncoder().encodeToString(payload));
        }
    }
}
