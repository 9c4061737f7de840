package az.ocaq.decode;

import az.ocaq.measurement.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names that devices give to the conductors. */
public final class Phases {
    private static final Map<String, Phase> IN_NAMES = Map.ofEntries(
            Map.entry("l1", Phase.L1),
            Map.entry("l2", Phase.L2),
            Map.entry("l3", Phase.L3),
            Map.entry("ph1", Phase.L1),
            Map.entry("ph2", Phase.L2),
            Map.entry("ph3", Phase.L3),
            Map.entry("phase1", Phase.L1),
            Map.entry("phase2", Phase.L2),
            Map.entry("phase3", Phase.L3),
            Map.entry("pha", Phase.L1),
            Map.entry("phb", Phase.L2),
            Map.entry("phc", Phase.L3),
            Map.entry("phasea", Phase.L1),
            Map.entry("phaseb", Phase.L2),
            Map.entry("phasec", Phase.L3));

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

    /**
     * Removes the word, or the two words such as {@code phase a}, that name a phase. What is between two phases belongs to
     * neither: their words stay.
     */
    static Optional<Phase> takenFrom(List<String> words) {
        if (words.stream().filter(IN_NAMES::containsKey).distinct().count() > 1) {
            return Optional.empty();
        }
        for (int i = 0; i < words.size(); i++) {
            Phase one = IN_NAMES.get(words.get(i));
            if (one != null) {
                words.remove(i);
                return Optional.of(one);
            }
            boolean pair = i + 1 < words.size()
                    && (words.get(i).equals("phase") || words.get(i).equals("l"));
            Phase two = pair ? IN_NAMES.get("phase" + words.get(i + 1)) : null;
            if (two != null) {
                words.subList(i, i + 2).clear();
                return Optional.of(two);
            }
        }
        return Optional.empty();
    }
}
