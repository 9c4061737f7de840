package az.ocaq.simulation.model;

import az.ocaq.device.Device;
import az.ocaq.fleet.Convention;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.convention.NativeVoice;
import az.ocaq.simulation.convention.Report;
import az.ocaq.simulation.convention.Text;
import az.ocaq.simulation.convention.Voice;
import az.ocaq.simulation.fault.Fault;
import az.ocaq.simulation.fault.FaultKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A simulated device: tells what it measures at a moment, with the resolution of its type, in the words of its convention.
 * One thread at a time.
 */
public final class Reporter {
    private static final int MOST_KEPT = 499;
    private static final int FEWEST_SHUFFLED = 3;

    private final Device device;
    private final DeviceModel model;
    private final Faults faults;
    private final long key;
    private final Village village;
    private final Instrument instrument;
    private final Voice voice;
    private final long intervalMillis;
    private final long phase;
    private final double[] values;
    private final List<Channel> channels;
    private final Shown shown = new Shown();

    Reporter(Models.Modelled modelled, List<Channel> channels, Village village) {
        this.device = modelled.subject().device();
        this.faults = modelled.subject().faults();
        this.key = modelled.subject().key();
        this.model = modelled.model();
        this.village = village;
        this.instrument = new Instrument(modelled, village);
        this.voice = Voice.of(convention(), device.id());
        this.intervalMillis = device.type().interval().toMillis();
        this.phase = Math.floorMod(key >>> 7, device.type().interval().toSeconds());
        this.values = new double[model.metrics().size()];
        this.channels = channels;
    }

    public Device device() {
        return device;
    }

    /** How it words what it tells. */
    public Convention convention() {
        String word = device.attributes().getOrDefault(Convention.ATTRIBUTE, Convention.NATIVE.word());
        return Convention.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Between two of its reports when nobody asks for fewer. */
    public long intervalMillis() {
        return intervalMillis;
    }

    /** The second within its interval at which it reports. */
    public long phase() {
        return phase;
    }

    /** Its readings at a time. */
    public void readings(long epochMillis, Consumer<Reading> to) {
        measure(epochMillis);
        Instant time = Instant.ofEpochMilli(told(epochMillis));
        for (Channel channel : channels) {
            double value = values[channel.index()];
            if (!Double.isNaN(value)) {
                SeriesId series = new SeriesId(device.id(), channel.metric());
                to.accept(new Reading(series, time, channel.resolution().value(value), Quality.GOOD));
            }
        }
    }

    /** Truth of what its home has used up to the beginning of a time's day, Wh; empty for what is no home. */
    public Map<Use, Double> uses(long epochMillis) {
        Moment unused = village.at(epochMillis);
        return model.uses();
    }

    /** What it says when it is switched on. */
    public void begin(long epochMillis, Voice.Sink out) {
        voice.begin(report(epochMillis), out);
    }

    /**
     * What is heard of it when it is due.
     *
     * @param every milliseconds between two of its reports
     */
    public void messages(long now, long every, Voice.Sink out) {
        if (faults.isEmpty()) {
            voice.tell(report(now), out);
            return;
        }
        boolean wasOffline = faults.has(FaultKind.OFFLINE, now - every);
        if (faults.has(FaultKind.OFFLINE, now)) {
            if (!wasOffline) {
                voice.end(out);
            }
            return;
        }
        if (wasOffline) {
            voice.begin(report(now), out);
            if (faults.keeps(now - every) && voice.tellsLater()) {
                tellBacklog(now, every, out);
                return;
            }
        }
        if (faults.has(FaultKind.BROKER_LOSS, now)) {
            return;
        }
        tellHeldBack(now, every, out);
        double held = faults.size(FaultKind.REORDER, now);
        double heldBefore = faults.size(FaultKind.REORDER, now - every);
        if (held == 0 && heldBefore == 0) {
            tell(now, out);
        } else {
            shuffle(now, every, Math.max(held, heldBefore), out);
        }
    }

    private void tell(long now, Voice.Sink out) {
        voice.tell(report(now), out);
        if (faults.has(FaultKind.DUPLICATE, now)) {
            voice.tell(report(now), out);
        }
    }

    /** All it has kept, at most 500 reports with that of now, when it was offline until now. */
    private void tellBacklog(long now, long every, Voice.Sink out) {
        long first = now;
        for (int i = 0; i < MOST_KEPT && faults.keeps(first - every); i++) {
            first -= every;
        }
        if (!(voice instanceof NativeVoice one)) {
            for (long millis = first; millis <= now; millis += every) {
                voice.tell(report(millis), out);
            }
            return;
        }
        Text all = new Text();
        for (long millis = first; millis <= now; millis += every) {
            all.add(millis == first ? '[' : ',');
            NativeVoice.print(report(millis), all);
        }
        all.add(']');
        one.tellAll(all, out);
    }

    /** What the broken way to the broker held back, one by one; the last one was on its way twice. */
    private void tellHeldBack(long now, long every, Voice.Sink out) {
        long first = now;
        for (int i = 0; i < MOST_KEPT && faults.has(FaultKind.BROKER_LOSS, first - every); i++) {
            first -= every;
        }
        for (long millis = first; millis < now; millis += every) {
            voice.tell(report(millis), out);
            if (millis + every >= now) {
                voice.tell(report(millis), out);
            }
        }
    }

    /** Holds messages back until a few have gathered and tells them in another order. */
    private void shuffle(long now, long every, double seconds, Voice.Sink out) {
        int count = (int) Math.max(FEWEST_SHUFFLED, Math.ceil(seconds * 1000 / every));
        long slot = Math.floorDiv(now, every);
        int place = Math.floorMod(slot, count);
        if (place < count - 1) {
            if (!faults.has(FaultKind.REORDER, now)) {
                tell(now, out);
            }
            return;
        }
        List<Long> held = new ArrayList<>();
        for (int back = 1; back < count; back++) {
            if (faults.has(FaultKind.REORDER, now - back * every)) {
                held.add(now - back * every);
            }
        }
        held.add(now);
        Draw draw = new Draw(Draw.key(key, now));
        while (!held.isEmpty()) {
            tell(held.remove((int) draw.between(0, held.size())), out);
        }
    }

    /** Whether nobody hears of it at a time. */
    public boolean isOffline(long epochMillis) {
        return !faults.isEmpty() && faults.has(FaultKind.OFFLINE, epochMillis);
    }

    /** Has one more fault. */
    void add(Fault fault) {
        faults.add(fault);
    }

    List<Fault> faults() {
        return faults.all();
    }

    /** What looks at its values at the beginning of faults. */
    Instrument instrument() {
        return instrument;
    }

    private Report report(long epochMillis) {
        measure(epochMillis);
        shown.millis = told(epochMillis);
        return shown;
    }

    /** The time that its clock shows. */
    private long told(long epochMillis) {
        return faults.isEmpty()
                ? epochMillis
                : epochMillis + Math.round(1000 * faults.size(FaultKind.CLOCK_SKEW, epochMillis));
    }

    private void measure(long epochMillis) {
        Moment at = village.at(epochMillis);
        Arrays.fill(values, Double.NaN);
        model.report(at, values);
        if (!faults.isEmpty()) {
            instrument.spoil(values, epochMillis);
        }
    }

    /** The values last measured. */
    private final class Shown implements Report {
        private long millis;

        @Override
        public DeviceId device() {
            return device.id();
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public int size() {
            return channels.size();
        }

        @Override
        public Metric metric(int index) {
            return channels.get(index).metric();
        }

        @Override
        public byte[] key(int index) {
            return channels.get(index).key();
        }

        @Override
        public boolean isTold(int index) {
            return !Double.isNaN(values[channels.get(index).index()]);
        }

        @Override
        public double value(int index) {
            Channel channel = channels.get(index);
            return channel.resolution().value(values[channel.index()]);
        }

        @Override
        public void print(int index, Text to) {
            Channel channel = channels.get(index);
            channel.resolution().print(values[channel.index()], to);
        }
    }
}
