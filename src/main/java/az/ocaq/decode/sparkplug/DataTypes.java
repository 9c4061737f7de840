package az.ocaq.decode.sparkplug;

import java.util.Optional;
import org.eclipse.tahu.protobuf.SparkplugBProto.DataType;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload;
import org.eclipse.tahu.protobuf.SparkplugBProto.Payload.Metric.ValueCase;

/** Sparkplug's data types: which are measured, and how their values lie in a message. */
final class DataTypes {
    private static final double TWO_TO_64 = 0x1p64;

    private DataTypes() {}

    /** Whether a value of the type can be a reading: a number, a state or words. */
    static boolean isMeasured(int type) {
        return isNumber(type) || isBoolean(type) || isText(type);
    }

    static boolean isNumber(int type) {
        return type >= DataType.Int8_VALUE && type <= DataType.Double_VALUE;
    }

    static boolean isBoolean(int type) {
        return type == DataType.Boolean_VALUE;
    }

    static boolean isText(int type) {
        return type == DataType.String_VALUE || type == DataType.Text_VALUE;
    }

    /**
     * The number in a metric of a type. Integers travel as unsigned 32 or 64 bits and get their sign from the type; which
     * of the two fields holds them differs between makers. Empty when the message holds something else.
     */
    static Optional<Double> number(Payload.Metric metric, int type) {
        ValueCase held = metric.getValueCase();
        if (held == ValueCase.FLOAT_VALUE) {
            return Optional.of((double) metric.getFloatValue());
        }
        if (held == ValueCase.DOUBLE_VALUE) {
            return Optional.of(metric.getDoubleValue());
        }
        if (held != ValueCase.INT_VALUE && held != ValueCase.LONG_VALUE) {
            return Optional.empty();
        }
        long bits = held == ValueCase.INT_VALUE ? metric.getIntValue() : metric.getLongValue();
        return Optional.of(integer(bits, type, held == ValueCase.INT_VALUE));
    }

    private static double integer(long bits, int type, boolean narrow) {
        return switch (type) {
            case DataType.Int8_VALUE -> (byte) bits;
            case DataType.Int16_VALUE -> (short) bits;
            case DataType.Int32_VALUE -> (int) bits;
            case DataType.Int64_VALUE -> bits;
            case DataType.UInt8_VALUE -> bits & 0xff;
            case DataType.UInt16_VALUE -> bits & 0xffff;
            case DataType.UInt64_VALUE -> bits < 0 && !narrow ? bits + TWO_TO_64 : narrow ? bits & 0xffffffffL : bits;
            default -> bits & 0xffffffffL;
        };
    }
}
