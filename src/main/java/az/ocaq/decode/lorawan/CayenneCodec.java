package az.ocaq.decode.lorawan;

import java.util.Map;

/**
 * Cayenne LPP: channel, type and value, again and again. Any short frame may look like it by chance, so a frame is taken
 * when a name says so, or when two values or more fill it to the last byte and not all of them are on or off.
 */
final class CayenneCodec implements FrameCodec {
    private static final int GPS = 136;

    private record Type(int length, boolean signed, double divisor, String quantity, String unit) {}

    private static final Map<Integer, Type> TYPES = Map.ofEntries(
            Map.entry(0, new Type(1, false, 1, "", "digital_in")),
            Map.entry(1, new Type(1, false, 1, "", "digital_out")),
            Map.entry(2, new Type(2, true, 100, "analog_in", "")),
            Map.entry(3, new Type(2, true, 100, "analog_out", "")),
            Map.entry(100, new Type(4, false, 1, "generic", "")),
            Map.entry(101, new Type(2, false, 1, "illuminance", "lx")),
            Map.entry(102, new Type(1, false, 1, "", "presence")),
            Map.entry(103, new Type(2, true, 10, "temperature", "°C")),
            Map.entry(104, new Type(1, false, 2, "humidity", "%RH")),
            Map.entry(113, new Type(6, true, 1, "", "")),
            Map.entry(115, new Type(2, false, 10, "pressure", "hPa")),
            Map.entry(116, new Type(2, false, 100, "voltage", "V")),
            Map.entry(117, new Type(2, false, 1000, "current", "A")),
            Map.entry(118, new Type(4, false, 1, "frequency", "Hz")),
            Map.entry(120, new Type(1, false, 1, "ratio", "%")),
            Map.entry(121, new Type(2, true, 1, "altitude", "m")),
            Map.entry(122, new Type(3, false, 1000, "load", "")),
            Map.entry(125, new Type(2, false, 1, "co2", "ppm")),
            Map.entry(128, new Type(2, false, 1, "active_power", "W")),
            Map.entry(130, new Type(4, false, 1000, "distance", "m")),
            Map.entry(131, new Type(4, false, 1000, "energy_import", "kWh")),
            Map.entry(132, new Type(2, false, 1, "wind_direction", "°")),
            Map.entry(133, new Type(4, false, 1, "", "")),
            Map.entry(134, new Type(6, true, 1, "", "")),
            Map.entry(135, new Type(3, false, 1, "", "")),
            Map.entry(GPS, new Type(9, true, 1, "", "")),
            Map.entry(142, new Type(1, false, 1, "", "switch")));

    @Override
    public boolean knows(Frame frame) {
        int values = values(frame);
        return (values > 1 && isMeasured(frame))
                || (values >= 1
                        && (frame.hints().has("cayenne") || frame.hints().has("lpp")));
    }

    private static boolean isMeasured(Frame frame) {
        for (int at = 0; at < frame.size(); ) {
            Type type = TYPES.get(frame.unsigned(at + 1));
            if (type == null || !type.quantity.isEmpty()) {
                return type != null;
            }
            at += 2 + type.length;
        }
        return false;
    }

    /** How many values fill the frame; 0 when they do not fill it. */
    private static int values(Frame frame) {
        int values = 0;
        for (int at = 0; at < frame.size(); values++) {
            Type type = frame.has(at, 2) ? TYPES.get(frame.unsigned(at + 1)) : null;
            if (type == null || !frame.has(at + 2, type.length) || !isPlausible(frame, at + 2, type)) {
                return 0;
            }
            at += 2 + type.length;
        }
        return values;
    }

    private static boolean isPlausible(Frame frame, int at, Type type) {
        double value = value(frame, at, type);
        return switch (type.quantity) {
            case "temperature" -> value >= -60 && value <= 150;
            case "humidity", "ratio" -> value <= 100;
            case "pressure" -> value >= 200 && value <= 1200;
            case "wind_direction" -> value <= 360;
            case "" -> type.unit.isEmpty() || value <= 1;
            default -> true;
        };
    }

    @Override
    public void decode(Frame frame, FrameFields into) {
        int at = 0;
        while (frame.has(at, 2)) {
            Type type = TYPES.get(frame.unsigned(at + 1));
            if (type == null || !frame.has(at + 2, type.length)) {
                into.problem(at, "not a value of Cayenne LPP");
                return;
            }
            String channel = String.valueOf(frame.unsigned(at));
            double value = value(frame, at + 2, type);
            if (!type.quantity.isEmpty()) {
                into.value(type.quantity, channel, value, type.unit);
            } else if (!type.unit.isEmpty()) {
                into.state(type.unit + '_' + channel, value != 0);
            }
            if (frame.unsigned(at + 1) == GPS) {
                into.value("latitude", channel, degrees(frame, at + 2), "lat");
                into.value("longitude", channel, degrees(frame, at + 5), "lon");
            }
            at += 2 + type.length;
        }
    }

    private static double degrees(Frame frame, int at) {
        return Frame.signed(frame.big(at, 3), 3) / 10_000.0;
    }

    private static double value(Frame frame, int at, Type type) {
        int length = Math.min(type.length, 4);
        long bits = frame.big(at, length);
        return (type.signed ? Frame.signed(bits, length) : bits) / type.divisor;
    }
}
