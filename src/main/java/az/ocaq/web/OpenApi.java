package az.ocaq.web;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the API: {@code openapi.yaml} beside this class, served as JSON. */
record OpenApi(JsonObject json) {
    static OpenApi load() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            if (BoardResource.json(document) instanceof JsonObject json) {
                return new OpenApi(json);
            }
            throw new IllegalStateException("openapi.yaml is no map");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
