package az.ocaq.decode.lorawan;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.FreeFields;
import az.ocaq.decode.Gathering;
import az.ocaq.decode.Stamp;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Unit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * One uplink, whichever network server it came from.
 *
 * @param device who sent it
 * @param stamp when it was received
 * @param normalized values in units that the network server fixes; a missing node when there are none
 * @param decoded what the network server's codec made of the frame; a missing node when it has none
 * @param frame the bytes of the device, decrypted
 * @param port LoRaWAN's port, which makers use to tell their frames
 * @param hints names that may tell the maker and the model
 * @param radio how well the best gateway heard it
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived and compared by nobody
record Uplink(
        DeviceId device,
        Stamp stamp,
        JsonNode normalized,
        JsonNode decoded,
        byte[] frame,
        int port,
        Hints hints,
        Optional<Radio> radio) {
    private static final List<FrameCodec> CODECS =
            List.of(new DecentlabCodec(), new MilesightCodec(), new CayenneCodec());

    /** Signal strength in dBm and signal to noise ratio in dB. */
    record Radio(double rssi, Optional<Double> snr) {}

    /** The network server's own decoding first; where it has none, the codec that knows the frame. */
    Decoded decode() {
        Gathering into = new Gathering(device);
        FreeFields fields = new FreeFields(into, device, stamp);
        if (normalized.isArray()) {
            normalized.forEach(it -> NormalizedPayload.take(it, fields));
        }
        if (decoded.isObject() && !decoded.isEmpty()) {
            CayenneNames.take(decoded, fields);
        } else if (into.isEmpty() && frame.length > 0) {
            frame(into, fields);
        }
        radio.ifPresent(it -> {
            fields.certain(plain("rssi", Unit.DECIBEL_MILLIWATT), it.rssi(), "rssi");
            it.snr().ifPresent(snr -> fields.certain(plain("snr", Unit.DECIBEL), snr, "snr"));
        });
        return into.outcomeOr(new Ignored("an uplink without values"));
    }

    private void frame(Gathering into, FreeFields fields) {
        Frame bytes = new Frame(frame, port, hints);
        for (FrameCodec codec : CODECS) {
            if (codec.knows(bytes)) {
                codec.decode(bytes, new FrameFields(into, fields, device));
                return;
            }
        }
    }

    private static Metric plain(String quantity, Unit unit) {
        return Metric.of(quantity, "", Optional.empty(), unit);
    }
}
