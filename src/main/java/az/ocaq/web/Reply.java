package az.ocaq.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param body a {@link JsonObject}, a {@link JsonArray}, a {@link Buffer} with a JPEG, or nothing
 * @param household {@code settlement/site} of the home whose values it shows, which is noted in the audit log
 */
record Reply(int status, Optional<Object> body, Optional<String> household) {
    static Reply ok(JsonObject body) {
        return new Reply(200, Optional.of(body), Optional.empty());
    }

    static Reply ok(JsonArray body) {
        return new Reply(200, Optional.of(body), Optional.empty());
    }

    /** A picture. */
    static Reply jpeg(byte[] bytes) {
        return new Reply(200, Optional.of(Buffer.buffer(bytes)), Optional.empty());
    }

    static Reply nothing() {
        return new Reply(204, Optional.empty(), Optional.empty());
    }

    Reply of(Optional<String> home) {
        return new Reply(status, body, home);
    }

    Future<Reply> now() {
        return Future.succeededFuture(this);
    }
}
