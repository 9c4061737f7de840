package az.ocaq.decode.lorawan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How gateways heard an uplink. */
final class Gateways {
    private Gateways() {}

    /** The gateway that heard it strongest; empty when none says. */
    static Optional<Uplink.Radio> best(JsonNode gateways, String snrField) {
        Optional<Uplink.Radio> best = Optional.empty();
        for (JsonNode gateway : gateways) {
            JsonNode rssi = gateway.path("rssi");
            JsonNode snr = gateway.path(snrField);
            if (rssi.isNumber()
                    && best.map(it -> it.rssi() < rssi.doubleValue()).orElse(true)) {
                best = Optional.of(new Uplink.Radio(
                        rssi.doubleValue(), snr.isNumber() ? Optional.of(snr.doubleValue()) : Optional.empty()));
            }
        }
        return best;
    }
}
