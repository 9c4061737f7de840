package az.ocaq.decode.sparkplug;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;

/** From bytes to a Sparkplug payload, within bounds; a compressed one is inflated once. */
final class PayloadReader {
    /** Largest payload in bytes, inflated or not. */
    static final int LARGEST = 4 << 20;

    /** Most metrics of one payload, templates not counted. */
    static final int MOST_METRICS = 10_000;

    private static final String COMPRESSED = "SPBV1.0_COMPRESSED";
    private static final int DEEPEST = 16;

    private PayloadReader() {}

    /** The payload; throws with a sentence for a person where it is broken or too large. */
    static Payload read(byte[] bytes) throws IOException {
        Payload payload = parse(bytes);
        return payload.getUuid().equals(COMPRESSED) ? parse(inflated(payload)) : payload;
    }

    private static Payload parse(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        var unusedBefore = in.setRecursionLimit(DEEPEST);
        Payload payload = Payload.parseFrom(in);
        if (payload.getMetricsCount() > MOST_METRICS) {
            throw new TooLargeException(payload.getMetricsCount() + " metrics; at most " + MOST_METRICS + " are read");
        }
        if (!payload.getUnknownFields().asMap().isEmpty() && payload.getMetricsCount() == 0) {
            throw new InvalidProtocolBufferException("not a Sparkplug payload");
        }
        return payload;
    }

    private static byte[] inflated(Payload payload) throws IOException {
        boolean deflate = payload.getMetricsList().stream()
                .anyMatch(it ->
                        it.getName().equals("algorithm") && it.getStringValue().equalsIgnoreCase("DEFLATE"));
        InputStream body = new ByteArrayInputStream(payload.getBody().toByteArray());
        try (InputStream in = deflate ? new InflaterInputStream(body) : new GZIPInputStream(body)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new TooLargeException("inflates to more than " + LARGEST + " bytes");
            }
            return bytes;
        }
    }

    /** More than is read. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(String message) {
            super(message);
        }
    }
}
