package az.ocaq.decode.dlms;

import az.ocaq.decode.Decoded;
import az.ocaq.decode.Decoded.Ignored;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoder;
import az.ocaq.decode.Gathering;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Message;
import java.util.Optional;

/**
 * Readers of meters' HAN ports that pass on what they hear: an HDLC frame, or the DLMS notification or the list in it, as
 * bytes or as hexadecimal text, under any topic. The device is the topic: not every list names its meter. Values are of the
 * moment of arrival: the meter's clock has no zone.
 */
public final class HanDecoder implements Decoder {
    private static final int LARGEST = 8_192;

    @Override
    public String name() {
        return "ams-han";
    }

    /** No topic is theirs. */
    @Override
    public boolean claims(String topic) {
        return false;
    }

    @Override
    public boolean recognises(Message message) {
        return message.payload().length <= LARGEST
                && Frame.of(message.payload()).isPresent();
    }

    @Override
    public Decoded decode(Message message) {
        DeviceId device = DeviceId.unregistered(name(), message.topic());
        Optional<Frame> frame = Frame.of(message.payload());
        if (frame.isEmpty()) {
            return new Ignored("no frame of a meter");
        }
        if (!frame.get().isIntact()) {
            return new Rejected(
                    Optional.of(device), Reason.MALFORMED, "the checksum or the length of the frame is wrong");
        }
        try {
            Gathering into = new Gathering(device);
            new MeterList(CosemTree.read(frame.get().list()), device, message.receivedAt()).take(into);
            return into.outcomeOr(new Ignored("a list of no values that are known"));
        } catch (CosemTree.UnreadableException e) {
            return new Rejected(Optional.of(device), Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }
}
