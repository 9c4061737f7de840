package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Tasmota: {@code tele/…/SENSOR} with the local time to the second, energy in kWh, phases as arrays, sensors by chip. */
final class TasmotaVoice implements Voice {
    /** The village's clock, which the device's is set to. */
    private static final ZoneId ZONE = ZoneOffset.ofHours(4);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZONE);
    private static final Words WORDS = new Words()
            .with("energy_import", "ENERGY/Total", 0.001, 3)
            .with("energy_export", "ENERGY/ExportActive", 0.001, 3)
            .with("active_power", "ENERGY/Power", 1, 0)
            .with("reactive_power", "ENERGY/ReactivePower", 1, 0)
            .with("power_factor", "ENERGY/Factor", 1, 2)
            .with("frequency", "ENERGY/Frequency", 1, 2)
            .with("voltage", "ENERGY/Voltage", 1, 1)
            .with("temperature", "SI7021/Temperature", 1, 1)
            .with("relative_humidity", "SI7021/Humidity", 1, 1)
            .with("co2", "MHZ19B/CarbonDioxide", 1, 0)
            .with("illuminance", "BH1750/Illuminance", 1, 0)
            .with("pm2_5", "SDS0X1/PM2.5", 1, 1)
            .with("pm10", "SDS0X1/PM10", 1, 1);

    private final String sensor;
    private final String will;

    TasmotaVoice(DeviceId device) {
        sensor = "tele/" + Voice.name(device) + "/SENSOR";
        will = "tele/" + Voice.name(device) + "/LWT";
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(will, "Online", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        Map<String, StringBuilder> chips = new LinkedHashMap<>();
        WORDS.each(report, (word, number) -> put(chips, word, number));
        phases(report, "voltage", "ENERGY/Voltage", 1, chips);
        phases(report, "current", "ENERGY/Current", 3, chips);
        if (chips.isEmpty()) {
            return;
        }
        StringBuilder json = new StringBuilder(256).append("{\"Time\":\"");
        TIME.formatTo(Instant.ofEpochMilli(report.millis()), json);
        json.append('"');
        chips.forEach((chip, fields) ->
                json.append(",\"").append(chip).append("\":{").append(fields).append('}'));
        out.say(sensor, json.append(chips.containsKey("SI7021") ? ",\"TempUnit\":\"C\"}" : "}"), false);
    }

    private static void phases(
            Report report, String quantity, String word, int decimals, Map<String, StringBuilder> chips) {
        List<String> values = new ArrayList<>();
        for (int phase = 1; phase <= 3; phase++) {
            OptionalDouble value = report.value(quantity + "_l" + phase);
            if (value.isPresent()) {
                values.add(Words.number(value.getAsDouble(), decimals));
            }
        }
        if (values.size() == 3) {
            put(chips, word, '[' + String.join(",", values) + ']');
        }
    }

    private static void put(Map<String, StringBuilder> chips, String word, String value) {
        int slash = word.indexOf('/');
        StringBuilder fields = chips.computeIfAbsent(word.substring(0, slash), it -> new StringBuilder());
        fields.append(fields.length() == 0 ? "\"" : ",\"")
                .append(word, slash + 1, word.length())
                .append("\":")
                .append(value);
    }

    @Override
    public void end(Sink out) {
        out.say(will, "Offline", true);
    }

    @Override
    public boolean tellsLater() {
        return false; // a real one forgets what it could not send
    }
}
