package az.ocaq.decode.lorawan;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Milesight: a channel, a type and a value in little-endian bytes, again and again, on port 85. The type tells the length;
 * the channel tells what a type means where several sensors share it. Others use port 85 as well: a frame of which no name
 * says that it is Milesight's must start with its battery, or be one from its first byte to its last.
 */
final class MilesightCodec implements FrameCodec {
    private static final int PORT = 85;
    private static final int DEVICE = 0xff;
    private static final int HISTORY = 0x20;

    /** How a value lies: bytes, sign, divisor, and what it is; a word without unit is a state. */
    private record Type(int length, boolean signed, double divisor, String quantity, String channel, String unit) {}

    private static final Map<Integer, Type> BY_TYPE = new HashMap<>();
    private static final Map<Integer, Type> BY_CHANNEL_AND_TYPE = new HashMap<>();

    /** What a channel and type are only in a frame that has another channel and type too: a product of its own. */
    private record Beside(int other, Type type) {}

    private static final Map<Integer, Beside> BESIDE = Map.of(
            key(0x05, 0x7d), // a gas detector; beside carbon dioxide there is no ammonia
            new Beside(key(0x04, 0x7d), new Type(2, false, 100, "h2s", "", "ppm")),
            key(0x04, 0x67), // a thermostat, which knows its valve
            new Beside(key(0x05, 0x92), new Type(2, true, 10, "temperature_setpoint", "", "°C")));

    /** Lengths of the values of channel ff, which describe the device. */
    private static final Map<Integer, Integer> DEVICE_LENGTHS = Map.ofEntries(
            Map.entry(0x01, 1),
            Map.entry(0x08, 6),
            Map.entry(0x09, 2),
            Map.entry(0x0a, 2),
            Map.entry(0x0b, 1),
            Map.entry(0x0f, 1),
            Map.entry(0x16, 8),
            Map.entry(0x18, 1),
            Map.entry(0x26, 1),
            Map.entry(0x29, 1),
            Map.entry(0xfe, 1),
            Map.entry(0xff, 2),
            Map.entry(0x68, 1),
            Map.entry(0x6a, 1),
            Map.entry(0x2e, 1),
            Map.entry(0x2f, 1));

    /** Values that stand for a sensor that is not there or not ready. */
    private static final Set<Long> NO_VALUE = Set.of(0xffffL, 0xfffeL, 0xfffdL);

    static {
        type(0x75, new Type(1, false, 1, "battery_level", "", "%"));
        type(0x67, new Type(2, true, 10, "temperature", "", "°C"));
        type(0x68, new Type(1, false, 2, "humidity", "", "%RH"));
        type(0x73, new Type(2, false, 10, "pressure", "", "hPa"));
        type(0x7b, new Type(2, false, 1, "pressure", "", "kPa"));
        type(0x77, new Type(2, false, 100, "level", "", "m"));
        type(0x82, new Type(2, false, 1000, "distance", "", "m"));
        type(0x94, new Type(4, false, 1, "illuminance", "", "lx"));
        type(0xc8, new Type(4, false, 1, "counter", "", "count"));
        type(0x7d, new Type(2, false, 1, "co2", "", "ppm"));
        type(0x7f, new Type(2, false, 1, "conductivity", "", "µS/cm"));
        type(0xca, new Type(2, false, 100, "soil_moisture", "", "%"));
        type(0x74, new Type(2, false, 10, "voltage", "", "V"));
        type(0x80, new Type(4, true, 1, "active_power", "", "W"));
        type(0x81, new Type(1, false, 1, "power_factor", "", "%"));
        type(0x83, new Type(4, false, 1, "energy_import", "", "Wh"));
        type(0xc9, new Type(2, false, 1000, "current", "", "A"));
        type(0x97, new Type(4, false, 100, "charge", "", "Ah"));
        type(0x99, new Type(2, false, 10, "current", "", "A"));
        type(0x65, new Type(6, false, 1, "illuminance", "", "lx"));
        type(0x6a, new Type(2, false, 1, "activity", "", ""));
        type(0xcb, new Type(1, false, 1, "light_level", "", ""));
        type(0xd4, new Type(6, true, 100, "angle", "", "°")); // three of them
        type(0x92, new Type(1, false, 1, "valve_position", "", "%"));
        type(0x5b, new Type(7, false, 10, "sound_pressure", "", "dB")); // the weighting first, the maximum last
        type(0xe1, new Type(8, false, 1, "volume", "", "")); // two factors first, in a unit that the owner chose
        type(0x00, new Type(1, false, 1, "state", "", "state"));
        type(0x01, new Type(1, false, 1, "state", "beep", "state"));
        type(0x70, new Type(1, false, 1, "state", "socket", "state"));
        at(0x08, 0x7d, new Type(2, false, 1, "tvoc_index", "", ""));
        at(0x0a, 0x7d, new Type(2, false, 100, "hcho", "", "mg/m3"));
        at(0x04, 0x7d, new Type(2, false, 100, "nh3", "", "ppm"));
        at(0x06, 0x7d, new Type(2, false, 1000, "h2s", "", "ppm"));
        at(0x0b, 0x7d, new Type(2, false, 1, "pm2_5", "", "µg/m3"));
        at(0x0c, 0x7d, new Type(2, false, 1, "pm10", "", "µg/m3"));
        at(0x0d, 0x7d, new Type(2, false, 100, "o3_ppm", "", "ppm"));
        at(0x04, 0x00, new Type(1, false, 1, "state", "tilt", "state"));
        at(0x05, 0x00, new Type(1, false, 1, "state", "input", "state"));
        at(0x06, 0x00, new Type(1, false, 1, "state", "magnet", "state"));
        at(0x03, 0x01, new Type(1, false, 1, "state", "valve_1", "state"));
        at(0x05, 0x01, new Type(1, false, 1, "state", "valve_2", "state"));
        at(0x04, 0xc8, new Type(4, false, 1, "counter", "valve_1", "count"));
        at(0x06, 0xc8, new Type(4, false, 1, "counter", "valve_2", "count"));
        at(0x83, 0x67, new Type(3, true, 10, "temperature", "", "°C")); // with an alarm after it
        at(0x84, 0x82, new Type(3, false, 1000, "distance", "", "m"));
    }

    @Override
    public boolean knows(Frame frame) {
        if (frame.size() < 3) {
            return false;
        }
        if (frame.hints().has("milesight") || frame.hints().has("ursalink")) {
            return lengthAt(frame, 0) >= 0;
        }
        boolean battery = frame.unsigned(0) == 1 && frame.unsigned(1) == 0x75 && frame.unsigned(2) <= 100;
        return frame.port() == PORT && (battery || isWhole(frame));
    }

    private static boolean isWhole(Frame frame) {
        int at = 0;
        while (frame.has(at, 2)) {
            int length = lengthAt(frame, at);
            if (length < 0) {
                return false;
            }
            at += 2 + length;
        }
        return at == frame.size();
    }

    @Override
    public void decode(Frame frame, FrameFields into) {
        int at = 0;
        while (frame.has(at, 2)) {
            int length = lengthAt(frame, at);
            if (length < 0 || !frame.has(at + 2, length)) {
                into.problem(at, "no known channel and type: the rest of the frame is not read");
                return;
            }
            value(frame, at, length, into);
            at += 2 + length;
        }
    }

    /** The length of the value; negative when it cannot be told. */
    private static int lengthAt(Frame frame, int at) {
        int channel = frame.unsigned(at);
        int type = frame.unsigned(at + 1);
        if (channel == DEVICE) {
            return DEVICE_LENGTHS.getOrDefault(type, -1);
        }
        if (channel == HISTORY && type == 0xce) {
            return frame.size() - at - 2 >= 13 ? 13 : frame.size() - at - 2 >= 7 ? 7 : -1;
        }
        return Optional.ofNullable(usual(channel, type)).map(Type::length).orElse(-1);
    }

    private static void value(Frame frame, int at, int length, FrameFields into) {
        int channel = frame.unsigned(at);
        if (channel == HISTORY) {
            history(frame, at + 2, length, into);
        } else if (channel != DEVICE) {
            measured(frame, at + 2, type(frame, channel, frame.unsigned(at + 1)), into);
        }
    }

    private static void measured(Frame frame, int at, Type type, FrameFields into) {
        if (type.quantity.equals("angle")) {
            for (int axis = 0; axis < 3; axis++) {
                double angle = Frame.signed(frame.little(at + 2 * axis, 2), 2) / type.divisor;
                into.value(type.quantity, "xyz".substring(axis, axis + 1), angle, type.unit);
            }
            return;
        }
        if (type.quantity.equals("volume")) {
            into.value(type.quantity, type.channel, Float.intBitsToFloat((int) frame.little(at + 4, 4)), type.unit);
            return;
        }
        boolean sound = type.length == 7;
        int bytes = type.length == 6 || type.length == 3 || sound ? 2 : type.length; // the first two are the main value
        long bits = frame.little(sound ? at + 1 : at, bytes);
        if (bytes == 2 && !type.signed && NO_VALUE.contains(bits)) {
            return;
        }
        double number = (type.signed ? Frame.signed(bits, bytes) : bits) / type.divisor;
        if (type.unit.equals("state")) {
            into.state(type.channel.isEmpty() ? "state" : type.channel, number != 0);
        } else {
            into.value(type.quantity, type.channel, number, type.unit);
        }
    }

    /** A stored record: time, temperature, humidity, and with a pulse counter its mode, input and count. */
    private static void history(Frame frame, int at, int length, FrameFields into) {
        Instant time = Instant.ofEpochSecond(frame.little(at, 4));
        into.historical("temperature", "", Frame.signed(frame.little(at + 4, 2), 2) / 10.0, "°C", time);
        into.historical("humidity", "", frame.unsigned(at + 6) / 2.0, "%RH", time);
        if (length > 7) {
            into.historical("counter", "", (double) frame.little(at + 9, 4), "count", time);
        }
    }

    private static @Nullable Type usual(int channel, int type) {
        Type own = BY_CHANNEL_AND_TYPE.get(key(channel, type));
        return own != null ? own : BY_TYPE.get(type);
    }

    /** What a channel and type with a known length are in this frame. */
    private static Type type(Frame frame, int channel, int type) {
        Beside beside = BESIDE.get(key(channel, type));
        if (beside != null && contains(frame, beside.other)) {
            return beside.type;
        }
        return Objects.requireNonNull(usual(channel, type));
    }

    private static boolean contains(Frame frame, int key) {
        int at = 0;
        while (frame.has(at, 2)) {
            int length = lengthAt(frame, at);
            if (length < 0) {
                return false;
            }
            if (key(frame.unsigned(at), frame.unsigned(at + 1)) == key) {
                return true;
            }
            at += 2 + length;
        }
        return false;
    }

    private static int key(int channel, int type) {
        return channel << 8 | type;
    }

    private static void type(int type, Type as) {
        BY_TYPE.put(type, as);
    }

    private static void at(int channel, int type, Type as) {
        BY_CHANNEL_AND_TYPE.put(key(channel, type), as);
    }
}
