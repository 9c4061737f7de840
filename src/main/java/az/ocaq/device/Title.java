package az.ocaq.device;

/** A name that people read, in Azerbaijani, Russian and English. */
public record Title(String az, String ru, String en) {
    /** The name in a language, {@code az}, {@code ru} or {@code en}; Azerbaijani for any other. */
    public String in(String language) {
        return switch (language) {
            case "ru" -> ru;
            case "en" -> en;
            default -> az;
        };
    }
}
