package az.ocaq.decode.lorawan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decentlab's protocol 2: version, device number, a flag for each group of sensors, then the groups' 16-bit words. Which
 * groups there are depends on the model, which the frame does not tell; a name must. Words whose meaning depends on how
 * the single device was ordered (the range of a pressure sensor) are left out.
 */
final class DecentlabCodec implements FrameCodec {
    private static final int VERSION = 2;
    private static final int HEADER = 5;

    /**
     * {@code model: group; group}, a group is its number of words and its values, a value is {@code word[+high word]
     * quantity[.channel] unit zero numerator denominator offset}: (word - zero) * numerator / denominator + offset.
     */
    private static final String MODELS = """
            atm41g2: 17, 0 irradiance W/m2 32768 1 10 0, 1 rain mm 0 1 1000 0, 4 wind_speed m/s 32768 1 100 0,\
             5 wind_direction ° 32768 1 10 0, 6 wind_gust m/s 32768 1 100 0, 7 temperature °C 32768 1 10 0,\
             9 pressure kPa 32768 1 100 0, 10 humidity %RH 32768 1 10 0, 15+16 rain_total mm 0 1 1000 0; BATTERY
            atm41: 17, 0 irradiance W/m2 32768 1 1 0, 1 rain mm 32768 1 1000 0, 4 wind_speed m/s 32768 1 100 0,\
             5 wind_direction ° 32768 1 10 0, 6 wind_gust m/s 32768 1 100 0, 7 temperature °C 32768 1 10 0,\
             9 pressure kPa 32768 1 100 0, 10 humidity %RH 32768 1 10 0; BATTERY
            atm22: 8, 0 wind_speed m/s 32768 1 100 0, 1 wind_direction ° 32768 1 10 0, 2 wind_gust m/s 32768 1 100 0,\
             3 temperature °C 32768 1 10 0; BATTERY
            pyr: 1, 0 irradiance W/m2 32768 15000 32768 0; BATTERY
            ctd10: 4, 0 level mm 32768 1 1 0, 1 temperature °C 32768 1 10 0; BATTERY
            mbx: 2, 0 distance mm 0 1 1 0; BATTERY
            lid: 11, 0 distance mm 0 1 1 0, 3 distance.median mm 0 1 1 0; BATTERY
            sht35: 2, 0 temperature °C 0 175 65535 -45, 1 humidity %RH 0 100 65535 0; BATTERY
            sht3x: 2, 0 temperature °C 0 175 65535 -45, 1 humidity %RH 0 100 65535 0; BATTERY
            sht21: 2, 0 temperature °C 0 175.72 65536 -46.85, 1 humidity %RH 0 125 65536 -6; BATTERY
            ds18: 1, 0 temperature °C 32768 1 16 0; BATTERY
            trs12: 3, 0 soil_moisture % 0 0.003879 1 -69.56, 1 temperature.soil °C 32768 1 10 0; BATTERY
            trs11: 2, 0 soil_moisture % 0 0.003879 1 -69.56, 1 temperature.soil °C 32768 1 10 0; BATTERY
            5tm: 2, 1 temperature.soil °C 400 1 10 0; BATTERY
            iam: BATTERY; 2, 0 temperature °C 0 175 65535 -45, 1 humidity %RH 0 100 65535 0; 1, 0 pressure Pa 0 2 1 0;\
             2; 3, 0 co2 ppm 32768 1 1 0; 1; 1, 0 tvoc ppb 0 1 1 0
            lp8p: 2, 0 temperature °C 0 175.72 65536 -46.85, 1 humidity %RH 0 125 65536 -6; 2, 1 pressure Pa 0 2 1 0;\
             8, 0 co2 ppm 32768 1 1 0; BATTERY
            tbrg: 4; BATTERY
            ntu: 5, 1 temperature °C 32768 1 100 0, 2 turbidity NTU 0 1 10 0; BATTERY
            pm: BATTERY; 10, 0 pm1 µg/m3 0 1 10 0, 1 pm2_5 µg/m3 0 1 10 0, 2 pm4 µg/m3 0 1 10 0,\
             3 pm10 µg/m3 0 1 10 0; 2, 0 temperature °C 0 175.72 65536 -46.85, 1 humidity %RH 0 125 65536 -6;\
             1, 0 pressure Pa 0 2 1 0
            alb: 2, 0 irradiance W/m2 32768 1 10 0, 1 irradiance.reflected W/m2 32768 1 10 0; BATTERY
            cws2: 2, 0 temperature.shield °C 0 175 65535 -45, 1 humidity.shield %RH 0 100 65535 0;\
             6, 0 temperature.surface °C 32768 1 100 0, 1 temperature °C 32768 1 100 0, 2 humidity %RH 32768 1 100 0,\
             3 dew_point °C 32768 1 100 0; BATTERY
            pr26: 2, 1 temperature °C 384 0.003125 1 -50; BATTERY
            pr21: 2, 1 temperature °C 384 0.003125 1 -50; BATTERY
            pr36: 2, 1 temperature °C 32768 1 256 0; BATTERY
            pr36ctd: 4, 2 temperature °C 32768 1 256 0; BATTERY
            pheht: 5, 1 temperature °C 32768 1 100 0, 2 ph pH 32768 1 100 0, 3 redox mV 32768 1 10 0; BATTERY
            optod: 5, 1 temperature °C 32768 1 100 0; BATTERY
            mes5: 5, 1 temperature °C 32768 1 100 0; BATTERY
            rhc: 4, 2 humidity %RH 0 1 100 0, 3 temperature °C 32768 1 100 0; BATTERY
            itst: 2, 0 temperature.surface °C 1000 1 10 0, 1 temperature.head °C 1000 1 10 0; BATTERY
            ilt: 1, 0 temperature.leaf °C 32768 1 100 0; BATTERY
            wrm: 2, 0 temperature °C 0 175 65535 -45, 1 humidity %RH 0 100 65535 0;\
             2, 0 temperature.surface °C 1000 1 10 0, 1 temperature.head °C 1000 1 10 0; BATTERY
            gmm: 7, 1 temperature °C 32768 1 100 0, 2 humidity %RH 32768 1 10 0, 3 co2 ppm 32768 1 1 0,\
             4 pressure kPa 32768 1 100 0, 6 dew_point °C 32768 1 100 0; BATTERY
            trs21: 2, 1 temperature.soil °C 32768 1 10 0; BATTERY
            cws: 6, 0 temperature.surface °C 32768 1 100 0, 1 temperature °C 32768 1 100 0, 2 humidity %RH 32768 1 100 0,\
             3 dew_point °C 32768 1 100 0; BATTERY
            """;

    private static final String BATTERY = "1, 0 voltage.battery V 0 1 1000 0";

    private static final Map<String, List<Group>> BY_MODEL = models();

    private record Group(int words, List<Value> values) {}

    private record Value(
            int low,
            int high,
            String quantity,
            String channel,
            String unit,
            double zero,
            double numerator,
            double denominator,
            double offset) {
        double of(Frame frame, int start) {
            double word = frame.big(start + 2 * low, 2);
            double both = high < 0 ? word : word + 65536.0 * frame.big(start + 2 * high, 2);
            return (both - zero) * numerator / denominator + offset;
        }
    }

    @Override
    public boolean knows(Frame frame) {
        return groups(frame).isPresent();
    }

    /** The groups that the frame has, when a name tells the model and their words fill the frame. */
    private static Optional<List<Group>> groups(Frame frame) {
        boolean named = frame.hints().has("decentlab") || frame.hints().hasWord("dl");
        if (!named || frame.size() < HEADER || frame.unsigned(0) != VERSION) {
            return Optional.empty();
        }
        return BY_MODEL.entrySet().stream()
                .filter(it -> frame.hints().hasWord(it.getKey()))
                .map(it -> present(it.getValue(), frame))
                .filter(it -> it.stream().mapToInt(Group::words).sum() * 2 + HEADER == frame.size())
                .findFirst();
    }

    private static List<Group> present(List<Group> all, Frame frame) {
        long flags = frame.big(3, 2);
        List<Group> present = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((flags >> i & 1) == 1) {
                present.add(all.get(i));
            }
        }
        return present;
    }

    @Override
    public void decode(Frame frame, FrameFields into) {
        int at = HEADER;
        for (Group group : groups(frame).orElse(List.of())) {
            for (Value value : group.values()) {
                into.value(value.quantity(), value.channel(), value.of(frame, at), value.unit());
            }
            at += 2 * group.words();
        }
    }

    private static Map<String, List<Group>> models() {
        Map<String, List<Group>> models = new LinkedHashMap<>();
        MODELS.replace("BATTERY", BATTERY).lines().forEach(line -> {
            int colon = line.indexOf(':');
            List<Group> groups = new ArrayList<>();
            for (String group : line.substring(colon + 1).split(";", -1)) {
                groups.add(group(group.strip().split(", *", -1)));
            }
            models.put(line.substring(0, colon), groups);
        });
        return models;
    }

    private static Group group(String[] parts) {
        List<Value> values = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            values.add(value(parts[i].split(" ", -1)));
        }
        return new Group(Integer.parseInt(parts[0]), values);
    }

    private static Value value(String[] words) {
        String[] index = words[0].split("\\+", -1);
        String[] name = words[1].split("\\.", -1);
        return new Value(
                Integer.parseInt(index[0]),
                index.length > 1 ? Integer.parseInt(index[1]) : -1,
                name[0],
                name.length > 1 ? name[1] : "",
                words[2],
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]),
                Double.parseDouble(words[5]),
                Double.parseDouble(words[6]));
    }
}
