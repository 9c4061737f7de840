package az.ocaq.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a crew's act says beside its text, as lines of the journal: where somebody stood, which parts were used. */
final class CrewWords {
    /** What the line of a part begins with. */
    static final String PART = "• ";

    private static final int MOST_PARTS = 30;
    private static final int LONGEST_PART = 100;
    private static final double LEAST_SURE_METRES = 100_000;

    private CrewWords() {}

    /**
     * Where somebody stood: {@code 39.18012, 46.75931 ±12 m}, in degrees of WGS 84; empty when they do not say.
     *
     * @throws Problem when one of latitude, from -90 to 90, and longitude, from -180 to 180, is missing or beyond
     */
    static String position(JsonObject body) {
        if (!body.containsKey("latitude") && !body.containsKey("longitude")) {
            return "";
        }
        double latitude = degrees(body, "latitude", 90);
        double longitude = degrees(body, "longitude", 180);
        String place = String.format(Locale.ROOT, "%.5f, %.5f", latitude, longitude);
        return body.getValue("accuracy") instanceof Number metres
                        && metres.doubleValue() >= 0
                        && metres.doubleValue() < LEAST_SURE_METRES
                ? place + String.format(Locale.ROOT, " ±%.0f m", metres.doubleValue())
                : place;
    }

    private static double degrees(JsonObject body, String name, double most) {
        if (body.getValue(name) instanceof Number number && Math.abs(number.doubleValue()) <= most) {
            return number.doubleValue();
        }
        throw Problem.badRequest(name + " must be degrees from -" + (int) most + " to " + (int) most);
    }

    /** A text with the parts that were used, each on a line of its own. */
    static String withParts(String text, JsonObject body) {
        Object given = body.getValue("parts", new JsonArray());
        List<String> lines = new ArrayList<>(text.isEmpty() ? List.of() : List.of(text));
        if (!(given instanceof JsonArray parts) || parts.size() > MOST_PARTS) {
            throw Problem.badRequest("parts must be a list of at most " + MOST_PARTS + " texts");
        }
        for (Object part : parts) {
            if (!(part instanceof String name) || name.length() > LONGEST_PART) {
                throw Problem.badRequest("a part is a text of at most " + LONGEST_PART + " characters");
            }
            if (!name.isBlank()) {
                lines.add(PART + name.strip().replaceAll("\\s+", " "));
            }
        }
        return String.join("\n", lines);
    }
}
