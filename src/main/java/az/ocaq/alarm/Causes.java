package az.ocaq.alarm;

import az.ocaq.config.YamlMap;
import az.ocaq.device.Title;
import java.util.ArrayList;
import java.util.List;

/**
 * What an alarm can have been caused by, for the people who close it.
 *
 * @param all in the order of the file
 */
public record Causes(List<Cause> all) {
    /** No causes at all: any word is taken. */
    public static final Causes NONE = new Causes(List.of());

    public Causes {
        all = List.copyOf(all);
    }

    /**
     * One cause.
     *
     * @param id its name in the journal
     * @param utilities whose alarms it is for; empty: all
     * @param title what people read
     */
    public record Cause(String id, List<String> utilities, Title title) {
        public Cause {
            utilities = List.copyOf(utilities);
        }

        /** Whether it is for alarms of a utility. */
        public boolean isFor(String utility) {
            return utilities.isEmpty() || utilities.contains(utility);
        }
    }

    /** Reads the file's map; what is wrong is noted as problems of the map. */
    public static Causes read(YamlMap map) {
        List<Cause> causes = new ArrayList<>();
        for (String id : map.keys()) {
            YamlMap cause = map.map(id);
            causes.add(new Cause(id, cause.strings("utilities"), cause.title("title")));
            cause.finish();
        }
        map.finish();
        return new Causes(causes);
    }

    /** Whether alarms of a utility may be closed with a cause. */
    public boolean takes(String cause, String utility) {
        return all.isEmpty() || all.stream().anyMatch(it -> it.id().equals(cause) && it.isFor(utility));
    }
}
