package az.ocaq.decode;

import az.ocaq.measurement.Phase;
import java.util.Locale;
import java.util.Optional;

/** The names that devices give to the conductors. */
public final class Phases {
    private Phases() {}

    /** The conductor of a name: {@code L1}, {@code a}, {@code 1}, {@code R}, {@code phase_2}; counting starts at 1. */
    public static Optional<Phase> of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        String letter = plain.startsWith("phase") ? plain.substring(5).replace("_", "") : plain;
        return switch (letter) {
            case "l1", "1", "a", "r", "u", "p1" -> Optional.of(Phase.L1);
            case "l2", "2", "b", "s", "v", "p2" -> Optional.of(Phase.L2);
            case "l3", "3", "c", "t", "w", "p3" -> Optional.of(Phase.L3);
            case "n", "neutral" -> Optional.of(Phase.N);
            default -> Optional.empty();
        };
    }

    /** The conductor of an index that starts at 0, the neutral being the last. */
    public static Optional<Phase> ofIndex(int index) {
        return switch (index) {
            case 0 -> Optional.of(Phase.L1);
            case 1 -> Optional.of(Phase.L2);
            case 2 -> Optional.of(Phase.L3);
            case 3 -> Optional.of(Phase.N);
            default -> Optional.empty();
        };
    }
}
