package az.ocaq.decode.dlms;

import az.ocaq.decode.Gathering;
import az.ocaq.measurement.DeviceId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The list that a meter pushes. Aidon and Landis+Gyr put a code, a value and its scale and unit together; Kamstrup puts codes
 * and values in turn, energies in tens of Wh and currents in hundredths of A; Kaifa puts values alone, in an order of its own,
 * currents in mA and voltages in tenths of V.
 */
final class MeterList {
    private static final int CODE = 6;
    private static final double ENERGIES_OF_KAMSTRUP = 10;
    private static final double CURRENTS_OF_KAMSTRUP = 0.01;

    /** The codes' groups C.D of Kaifa's values, after the list's and the meter's names, with what to multiply by. */
    private static final List<int[]> POWERS_OF_KAIFA =
            List.of(new int[] {1, 7}, new int[] {2, 7}, new int[] {3, 7}, new int[] {4, 7});

    private static final List<int[]> ENERGIES_OF_KAIFA =
            List.of(new int[] {1, 8}, new int[] {2, 8}, new int[] {3, 8}, new int[] {4, 8});

    private final JsonNode list;
    private final DeviceId device;
    private final Instant time;
    private final Set<String> taken = new HashSet<>();

    MeterList(JsonNode list, DeviceId device, Instant time) {
        this.list = list;
        this.device = device;
        this.time = time;
    }

    void take(Gathering into) {
        boolean coded = false;
        for (int i = 0; i < list.size(); i++) {
            JsonNode one = list.get(i);
            Optional<byte[]> code = code(one.isArray() ? one.path(0) : one);
            if (code.isPresent()) {
                coded = true;
                coded(code.get(), one.isArray() ? one : list, one.isArray() ? 1 : i + 1, into);
            }
        }
        if (!coded) {
            inOrder(into);
        }
    }

    /** The value at a place, with a scale and a unit behind it or without. */
    private void coded(byte[] code, JsonNode in, int at, Gathering into) {
        JsonNode value = in.path(at);
        Optional<Obis> meaning = Obis.of(code[2] & 0xff, code[3] & 0xff, code[4] & 0xff);
        if (meaning.isEmpty() || !value.isNumber()) {
            return;
        }
        JsonNode scale = in.path(at + 1);
        boolean told = scale.isArray() && scale.path(0).isNumber();
        int exponent = told ? Math.max(-9, Math.min(9, scale.path(0).intValue())) : 0;
        double usual =
                meaning.get().isEnergy() ? ENERGIES_OF_KAMSTRUP : meaning.get().isCurrent() ? CURRENTS_OF_KAMSTRUP : 1;
        value(meaning.get(), scaled(value.doubleValue(), told ? Math.pow(10, exponent) : usual), into);
    }

    private void inOrder(Gathering into) {
        int start = 0;
        while (start < list.size() && !list.get(start).isNumber()) {
            start++;
        }
        int count = 0;
        while (start + count < list.size() && list.get(start + count).isNumber()) {
            count++;
        }
        if (start == 0 && list.size() == 1) {
            inOrder(POWERS_OF_KAIFA.subList(0, 1), 0, 1, into);
        } else if (count == 6 || count == 10) {
            inOrder(POWERS_OF_KAIFA, start, 1, into);
            int phases = (count - 4) / 2;
            for (int phase = 0; phase < phases; phase++) {
                inOrder(List.of(new int[] {31 + 20 * phase, 7}), start + 4 + phase, 0.001, into);
                inOrder(List.of(new int[] {32 + 20 * phase, 7}), start + 4 + phases + phase, 0.1, into);
            }
            inOrder(ENERGIES_OF_KAIFA, start + count + 1, 1, into);
        }
    }

    private void inOrder(List<int[]> codes, int start, double factor, Gathering into) {
        for (int i = 0; i < codes.size(); i++) {
            JsonNode value = list.path(start + i);
            Optional<Obis> meaning = Obis.of(codes.get(i)[0], codes.get(i)[1], 0);
            if (value.isNumber() && meaning.isPresent()) {
                value(meaning.get(), scaled(value.doubleValue(), factor), into);
            }
        }
    }

    private void value(Obis meaning, double value, Gathering into) {
        if (taken.add(meaning.metric().name())) {
            into.value(device, meaning.metric(), time, value, meaning.metric().name());
        }
    }

    /** 76 hundredths are 0.76, which 76 times 0.01 is not in binary. */
    private static double scaled(double value, double factor) {
        return factor < 1 ? value / Math.rint(1 / factor) : value * factor;
    }

    private static Optional<byte[]> code(JsonNode node) {
        try {
            return node.isBinary() && node.binaryValue().length == CODE
                    ? Optional.of(node.binaryValue())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
