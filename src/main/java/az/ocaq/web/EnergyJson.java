package az.ocaq.web;

import az.ocaq.energy.EnergyTotals;
import az.ocaq.energy.Flow;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Amounts of energy as JSON, in watt-hours. */
final class EnergyJson {
    private EnergyJson() {}

    static JsonObject of(EnergyTotals totals) {
        JsonObject json = new JsonObject();
        for (Flow flow : Flow.values()) {
            json.put(flow.word(), rounded(totals.get(flow)));
        }
        return json;
    }

    /** To a tenth of a watt-hour: shares of rises have no more. */
    static @Nullable Double rounded(OptionalDouble wattHours) {
        return wattHours.isPresent() ? Double.valueOf(Math.rint(wattHours.getAsDouble() * 10) / 10) : null;
    }
}
