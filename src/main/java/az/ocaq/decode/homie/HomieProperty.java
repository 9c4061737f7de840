package az.ocaq.decode.homie;

/**
 * What a property's attributes say; empty texts where they have not been seen.
 *
 * @param unit {@code $unit}
 * @param type {@code $datatype}
 * @param settable whether it can be set, in which case it may be a wish and no measurement
 */
record HomieProperty(String unit, String type, boolean settable) {
    static final HomieProperty UNKNOWN = new HomieProperty("", "", false);

    HomieProperty with(String attribute, String value) {
        return switch (attribute) {
            case "$unit" -> new HomieProperty(value, type, settable);
            case "$datatype" -> new HomieProperty(unit, value, settable);
            case "$settable" -> new HomieProperty(unit, type, value.equals("true"));
            default -> this;
        };
    }

    boolean isEmpty() {
        return equals(UNKNOWN);
    }
}
