package az.ocaq.alarm.rule;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Title;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the public is warned of a rule's alarms, and how.
 *
 * @param wanted whether it is warned at all
 * @param approved whether the template is approved in advance; otherwise a person approves each warning
 * @param category what kind of event it is; absent: what the utility says
 * @param instruction what people should do; absent: the rule's advice to residents, else its response
 */
public record Publicity(boolean wanted, boolean approved, Optional<Category> category, Optional<Title> instruction) {
    /** Nobody is warned. */
    public static final Publicity NONE = new Publicity(false, false, Optional.empty(), Optional.empty());

    private static final String KEY = "public";
    private static final String APPROVED = "approved";

    /** The categories of events of CAP 1.2, 3.2.2. */
    public enum Category {
        GEO,
        MET,
        SAFETY,
        SECURITY,
        RESCUE,
        FIRE,
        HEALTH,
        ENV,
        TRANSPORT,
        INFRA,
        CBRNE,
        OTHER;

        /** What a fault of a utility is: escaping gas endangers people, bad air their health, everything else is infrastructure. */
        public static Category of(String utility) {
            return switch (utility) {
                case "gas" -> SAFETY;
                case "air" -> HEALTH;
                case "weather" -> MET;
                default -> INFRA;
            };
        }

        /** As CAP writes it. */
        public String word() {
            return this == CBRNE
                    ? name()
                    : name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    /** Reads {@code public: true}, {@code public: approved}, or a map of {@code approved}, {@code category}, {@code instruction}. */
    static Publicity read(YamlMap rule) {
        if (rule.isMap(KEY)) {
            YamlMap map = rule.map(KEY);
            Publicity found = new Publicity(
                    true,
                    map.flag(APPROVED, false),
                    map.has("category") ? Optional.of(map.word("category", Category.class)) : Optional.empty(),
                    map.has("instruction") ? Optional.of(map.title("instruction")) : Optional.empty());
            map.finish();
            return found;
        }
        String text = rule.string(KEY, "false");
        if (!text.equals("false") && !text.equals("true") && !text.equals(APPROVED)) {
            rule.problem(
                    KEY,
                    "'" + text
                            + "' must be true (a person approves each warning), approved (warns at once), false, or a map of"
                            + " approved, category, instruction");
        }
        return text.equals("false")
                ? NONE
                : new Publicity(true, text.equals(APPROVED), Optional.empty(), Optional.empty());
    }
}
