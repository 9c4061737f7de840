package az.ocaq.web;

import az.ocaq.device.Title;
import io.vertx.core.json.JsonObject;

/** Texts in three languages as JSON. */
final class TitleJson {
    private TitleJson() {}

    static JsonObject of(Title title) {
        return new JsonObject().put("az", title.az()).put("ru", title.ru()).put("en", title.en());
    }

    /** The same text in all languages: a name that nobody has translated. */
    static JsonObject of(String text) {
        return of(new Title(text, text, text));
    }
}
