package az.ocaq.onboarding;

import java.util.List;
import java.util.stream.Collectors;

/** Wishes that are not granted. The message says in English what is wrong with each; pages say it in their language. */
public final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMED = 20;

    private final transient List<Fault> faults;

    /** @param faults at least one */
    public Refused(List<Fault> faults) {
        super(faults.stream().limit(MOST_NAMED).map(Fault::text).collect(Collectors.joining("; ")));
        this.faults = faults.stream().limit(MOST_NAMED).toList();
    }

    static Refused of(Why why, String about) {
        return new Refused(List.of(new Fault(0, "", why, about)));
    }

    /** What is wrong, at most with the first twenty. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * What is wrong with one wish.
     *
     * @param line of the sheet, from 1; 0 when it is about no line
     * @param source the device that the wish is about; empty when it is about none
     * @param about what it names
     */
    public record Fault(int line, String source, Why why, String about) {
        public static Fault of(Wish wish, Why why, Object about) {
            return new Fault(wish.line(), wish.source().toString(), why, String.valueOf(about));
        }

        private String text() {
            String where = (line == 0 ? "" : "line " + line + ": ") + (source.isEmpty() ? "" : source + ": ");
            return where + why.english.replace("{about}", about);
        }
    }

    /** Kinds of faults, each a sentence that may name something. */
    public enum Why {
        HEAD("line 1 must be {about}"),
        TOO_MANY("at most {about} lines at once"),
        NOTHING("there is no device in it"),
        CELLS("must have source, home, type and a name"),
        NO_IDENTITY("'{about}' is no identity such as aghali/home-017/meter"),
        TWICE("is there twice, or shares its home with another"),
        OTHERS_VALUES("there are values of another device under {about}; choose another name"),
        NO_SITE("there is no site {about}"),
        NO_DEVICE("there is no such device"),
        NO_TYPE("there is no device type '{about}'"),
        LONG_NAME("the name is longer than {about} characters"),
        HAS_HOME("has a home already, {about}; correct that one"),
        REGISTERED("is registered already"),
        HOME_TAKEN("{about} is the home of another device"),
        REPORTS("{about} is another device, which reports; choose another name");

        private final String english;

        Why(String english) {
            this.english = english;
        }
    }
}
