package az.ocaq.decode.sparkplug;

import az.ocaq.measurement.DeviceId;
import java.util.Optional;

/**
 * A topic {@code spBv1.0/{group}/{type}/{edge node}[/{device}]}.
 *
 * @param device empty text for the edge node itself
 */
record SparkplugTopic(String group, Type type, String edge, String device) {
    static final String PREFIX = "spBv1.0/";

    private static final int LONGEST_LEVEL = 200;

    /** What a message is. */
    enum Type {
        NBIRTH,
        NDATA,
        NDEATH,
        DBIRTH,
        DDATA,
        DDEATH,
        /** A command, which is none of our business. */
        COMMAND
    }

    static Optional<SparkplugTopic> parse(String topic) {
        String[] levels = topic.split("/", 6);
        boolean formed = (levels.length == 4 || levels.length == 5) && topic.startsWith(PREFIX);
        if (!formed || !usable(levels)) {
            return Optional.empty();
        }
        String device = levels.length == 5 ? levels[4] : "";
        return type(levels[2], !device.isEmpty()).map(type -> new SparkplugTopic(levels[1], type, levels[3], device));
    }

    /** The edge node that everything hangs on. */
    String node() {
        return group + '/' + edge;
    }

    /** The edge node or the device of it that the message is about. */
    String subject() {
        return device.isEmpty() ? node() : node() + '/' + device;
    }

    DeviceId deviceId() {
        return id(subject());
    }

    static DeviceId id(String subject) {
        return DeviceId.unregistered("sparkplug-b", subject);
    }

    private static boolean usable(String[] levels) {
        for (String level : levels) {
            if (level.isEmpty() || level.length() > LONGEST_LEVEL || level.contains("+") || level.contains("#")) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Type> type(String word, boolean ofDevice) {
        return switch (word) {
            case "NBIRTH" -> ofDevice ? Optional.empty() : Optional.of(Type.NBIRTH);
            case "NDATA" -> ofDevice ? Optional.empty() : Optional.of(Type.NDATA);
            case "NDEATH" -> ofDevice ? Optional.empty() : Optional.of(Type.NDEATH);
            case "DBIRTH" -> ofDevice ? Optional.of(Type.DBIRTH) : Optional.empty();
            case "DDATA" -> ofDevice ? Optional.of(Type.DDATA) : Optional.empty();
            case "DDEATH" -> ofDevice ? Optional.of(Type.DDEATH) : Optional.empty();
            case "NCMD", "DCMD" -> Optional.of(Type.COMMAND);
            default -> Optional.empty();
        };
    }
}
