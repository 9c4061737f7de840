package az.ocaq.decode.lorawan;

import az.ocaq.decode.FreeFields;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import az.ocaq.measurement.Units;
import az.ocaq.measurement.Units.Scale;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** The Things Stack's normalized payload: its schema fixes the unit of every field. */
final class NormalizedPayload {
    private record Field(String pointer, String quantity, String channel, String unit) {}

    private static final List<Field> SCHEMA = List.of(
            new Field("/battery", "voltage", "battery", "V"),
            new Field("/air/temperature", "temperature", "", "°C"),
            new Field("/air/relativeHumidity", "humidity", "", "%RH"),
            new Field("/air/pressure", "pressure", "", "hPa"),
            new Field("/air/co2", "co2", "", "ppm"),
            new Field("/air/lightIntensity", "illuminance", "", "lx"),
            new Field("/soil/moisture", "soil_moisture", "", "%"),
            new Field("/soil/temperature", "temperature", "soil", "°C"),
            new Field("/soil/pH", "ph", "soil", "pH"),
            new Field("/wind/speed", "wind_speed", "", "m/s"),
            new Field("/wind/direction", "wind_direction", "", "°"),
            new Field("/rain/intensity", "rain_rate", "", "mm/h"),
            new Field("/rain/cumulative", "rain_total", "", "mm"),
            new Field("/water/temperature/avg", "temperature", "water", "°C"),
            new Field("/water/pressure", "pressure", "water", "hPa"),
            new Field("/metering/water/total", "volume", "", "L"),
            new Field("/position/latitude", "latitude", "", "°lat"),
            new Field("/position/longitude", "longitude", "", "°lon"));

    private NormalizedPayload() {}

    static void take(JsonNode measurement, FreeFields into) {
        for (Field field : SCHEMA) {
            JsonNode value = measurement.at(field.pointer());
            if (value.isNumber()) {
                Scale scale = Units.of(field.unit()).orElse(Units.plain(Unit.UNKNOWN));
                Metric metric = Metric.of(field.quantity(), field.channel(), Optional.empty(), scale.unit());
                into.certain(metric, scale.apply(value.doubleValue(), metric.unit()), field.pointer());
            }
        }
    }
}
