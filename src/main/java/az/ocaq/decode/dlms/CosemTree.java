package az.ocaq.decode.dlms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * COSEM's data types in A-XDR (IEC 62056-6-2), read into a tree: arrays and structures are arrays, octets are binary. What
 * follows the outermost value is the checksum of its frame.
 */
final class CosemTree {
    private static final int DEEPEST = 6;
    private static final int MOST_VALUES = 2_000;
    private static final Set<Integer> TAGS =
            Set.of(0, 1, 2, 3, 5, 6, 9, 10, 12, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25);

    private final ByteBuffer bytes;
    private int values;

    private CosemTree(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Bytes that are not what they say. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    static boolean isTag(int tag) {
        return TAGS.contains(tag & 0xff);
    }

    static JsonNode read(byte[] bytes) throws UnreadableException {
        return new CosemTree(bytes).value(0);
    }

    private JsonNode value(int depth) throws UnreadableException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (depth > DEEPEST || ++values > MOST_VALUES) {
            throw new UnreadableException("nested or filled too much");
        }
        int tag = need(1).get() & 0xff;
        return switch (tag) {
            case 0 -> nodes.nullNode();
            case 1, 2 -> list(depth);
            case 3 -> nodes.booleanNode(need(1).get() != 0);
            case 5 -> nodes.numberNode(need(4).getInt());
            case 6 -> nodes.numberNode(need(4).getInt() & 0xffff_ffffL);
            case 9 -> nodes.binaryNode(octets(length()));
            case 10, 12 -> nodes.textNode(new String(octets(length()), StandardCharsets.UTF_8));
            case 15 -> nodes.numberNode(need(1).get());
            case 16 -> nodes.numberNode(need(2).getShort());
            case 17, 22 -> nodes.numberNode(need(1).get() & 0xff);
            case 18 -> nodes.numberNode(need(2).getShort() & 0xffff);
            case 20, 21 -> nodes.numberNode(need(8).getLong());
            case 23 -> nodes.numberNode(need(4).getFloat());
            case 24 -> nodes.numberNode(need(8).getDouble());
            case 25 -> nodes.binaryNode(octets(12));
            default -> throw new UnreadableException("no type of data: " + tag);
        };
    }

    private ArrayNode list(int depth) throws UnreadableException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int size = length();
        for (int i = 0; i < size; i++) {
            list.add(value(depth + 1));
        }
        return list;
    }

    /** Up to 127 in a byte, else in the one or two bytes after 0x81 or 0x82. */
    private int length() throws UnreadableException {
        int first = need(1).get() & 0xff;
        return switch (first) {
            case 0x81 -> need(1).get() & 0xff;
            case 0x82 -> need(2).getShort() & 0xffff;
            default -> first;
        };
    }

    private byte[] octets(int length) throws UnreadableException {
        byte[] octets = new byte[length];
        need(length).get(octets);
        return octets;
    }

    private ByteBuffer need(int length) throws UnreadableException {
        if (bytes.remaining() < length) {
            throw new UnreadableException("it ends before its last value");
        }
        return bytes;
    }
}
