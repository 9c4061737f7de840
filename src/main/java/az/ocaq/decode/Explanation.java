package az.ocaq.decode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where in a payload each value stands, and why the rest of it was left.
 *
 * @param readings for each reading of the message, in its order
 * @param texts for each text of the message, in its order
 * @param left the fields that no value came from
 */
public record Explanation(List<Place> readings, List<Place> texts, List<Left> left) {
    /**
     * A place in a payload: a JSON pointer (RFC 6901; empty for the whole), or the offset of a byte in what is not JSON;
     * neither when it was not found.
     */
    public record Place(Optional<String> path, OptionalInt offset) {
        static final Place UNKNOWN = new Place(Optional.empty(), OptionalInt.empty());

        static Place at(String path) {
            return new Place(Optional.of(path), OptionalInt.empty());
        }

        static Place atByte(int offset) {
            return new Place(Optional.empty(), OptionalInt.of(offset));
        }

        boolean isKnown() {
            return path.isPresent() || offset.isPresent();
        }
    }

    /** A field that was left, and a word for why. */
    public record Left(String path, String reason) {}

    static Explanation none(String reason) {
        return new Explanation(List.of(), List.of(), List.of(new Left("", reason)));
    }
}
