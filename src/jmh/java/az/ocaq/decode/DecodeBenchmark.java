package az.ocaq.decode;

import az.ocaq.measurement.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What it costs to decode one message, finding its decoder included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final int DEVICES = 1_000;

    private final Decoders decoders = Decoders.standard();
    private final Decoders oneDialect = withOneDialect();
    private final Message[] natives = messages(
            "village/aghali/home-%d/meter/telemetry",
            "{\"ts\":1793534400000,\"active_power\":3214.0,\"voltage_l1\":231.2,\"voltage_l2\":230.8,\"voltage_l3\":229.9,"
                    + "\"energy_import\":1234567.8,\"frequency\":50.01}");
    private final Message[] plugs = messages(
            "tele/plug-%d/SENSOR",
            "{\"Time\":\"2026-11-01T12:00:00+00:00\",\"ENERGY\":{\"TotalStartTime\":\"2018-11-23T15:33:47\",\"Total\":1.017,"
                    + "\"Yesterday\":0.5,\"Today\":0.002,\"Period\":0,\"Power\":7,\"ApparentPower\":7.84,\"ReactivePower\":-7.2,"
                    + "\"Factor\":0.39,\"Voltage\":234,\"Current\":0.039}}");
    private final Message[] inverters = messages("solar/1141906%05d/0/power", "412.5");
    private final Message[] meters = messages(
            "house/meter%d/status/em:0",
            "{\"id\":0,\"a_current\":1.201,\"a_voltage\":230.8,\"a_act_power\":145.4,\"b_current\":1.042,\"b_voltage\":231.1,"
                    + "\"b_act_power\":90.3,\"c_current\":1.916,\"c_voltage\":231.4,\"c_act_power\":358.3,\"n_current\":null,"
                    + "\"total_current\":4.159,\"total_act_power\":594.006,\"user_calibrated_phase\":[]}");
    private final Message[] strangers = messages("nobody/knows/%d", "1");
    private int next;

    private static Message[] messages(String topic, String payload) {
        Message[] messages = new Message[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            messages[i] = new Message(
                    String.format(java.util.Locale.ROOT, topic, i), payload.getBytes(StandardCharsets.UTF_8), NOW, false);
        }
        return messages;
    }

    /** Decoders that know Tasmota's dialect and no other. */
    private static Decoders withOneDialect() {
        try {
            Path folder = Files.createTempDirectory("dialect");
            Path file = Path.of("devices/dialects/tasmota.yaml");
            Path copy = Files.copy(file, folder.resolve("tasmota.yaml"));
            Decoders decoders = Decoders.standard(folder, ZoneId.of("Asia/Baku"));
            Files.delete(copy);
            Files.delete(folder);
            return decoders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Message of(Message[] messages) {
        next = (next + 1) % DEVICES;
        return messages[next];
    }

    /** The native convention with six values. */
    @Benchmark
    public Decoded nativeMeter() {
        return decoders.decode(of(natives));
    }

    /** A Tasmota plug with eight values. */
    @Benchmark
    public Decoded tasmotaPlug() {
        return decoders.decode(of(plugs));
    }

    /** The same plug where no other dialect is known: what the dialects that nobody uses cost is the difference. */
    @Benchmark
    public Decoded tasmotaPlugWithOneDialect() {
        return oneDialect.decode(of(plugs));
    }

    /** One value of an OpenDTU inverter. */
    @Benchmark
    public Decoded openDtuValue() {
        return decoders.decode(of(inverters));
    }

    /** A Shelly three-phase meter under a topic of the user's, with eleven values. */
    @Benchmark
    public Decoded shellyMeter() {
        return decoders.decode(of(meters));
    }

    /** A topic that nobody claims: what every other message pays at most for finding its decoder. */
    @Benchmark
    public Decoded unclaimed() {
        return decoders.decode(of(strangers));
    }
}
