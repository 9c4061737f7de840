package az.ocaq.decode;

import az.ocaq.decode.Decoded.FieldProblem;
import az.ocaq.decode.Decoded.Reason;
import az.ocaq.decode.Decoded.Rejected;
import az.ocaq.decode.Decoded.Status;
import az.ocaq.decode.Decoded.Text;
import az.ocaq.measurement.DeviceId;
import az.ocaq.measurement.Metric;
import az.ocaq.measurement.Quality;
import az.ocaq.measurement.Reading;
import az.ocaq.measurement.SeriesId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what one message holds, value by value, and says at the end what the message was. */
public final class Gathering {
    /** Values that one message may have; what is beyond is a problem of the message. */
    public static final int MOST_VALUES = 20_000;

    /** Absolute zero, and hotter than any thermometer reads, in °C. */
    private static final double COLDEST = -273.15;

    private static final double HOTTEST = 3_000;

    /** Beyond what a badly adjusted sensor may say of a share that ends at 100. */
    private static final double MOST_SHARE = 200;

    private static final Set<String> STORES = Set.of("battery_level", "soc", "state_of_charge", "state_of_health");

    private static final int MOST_PROBLEMS = 100;
    private static final int LONGEST_TEXT = 1_000;

    private final DeviceId sender;
    private final List<Reading> readings = new ArrayList<>(8);
    private final List<Text> texts = new ArrayList<>(0);
    private final List<Status> statuses = new ArrayList<>(0);
    private final List<FieldProblem> problems = new ArrayList<>(0);

    /** Starts with nothing, for a message of this device. */
    public Gathering(DeviceId sender) {
        this.sender = sender;
    }

    /**
     * Takes a number in the metric's unit; one that is not finite, or that stands for a sensor that is not there
     * ({@code -999}, {@code 65535} and their tenths) as nothing can be so cold or so humid, is a problem of its field.
     */
    public void value(SeriesId series, Instant time, double value, Quality quality, String path) {
        if (!Double.isFinite(value)) {
            problem(path, Reason.NOT_A_NUMBER, "must be a finite number");
        } else if (!isPossible(series.metric(), value)) {
            problem(
                    path,
                    Reason.NOT_A_NUMBER,
                    value + " " + series.metric().unit().code() + " can be no measurement");
        } else if (readings.size() >= MOST_VALUES) {
            problem(path, Reason.TOO_LARGE, "more than " + MOST_VALUES + " values in one message");
        } else {
            readings.add(new Reading(series, time, value, quality));
        }
    }

    private static boolean isPossible(Metric metric, double value) {
        return switch (metric.unit()) {
            case CELSIUS -> value >= COLDEST && value <= HOTTEST;
            case RELATIVE_HUMIDITY -> value >= -MOST_SHARE && value <= MOST_SHARE;
            case PERCENT -> !STORES.contains(metric.quantity()) || (value >= -MOST_SHARE && value <= MOST_SHARE);
            case DEGREE_LATITUDE -> Math.abs(value) <= 90;
            case DEGREE_LONGITUDE -> Math.abs(value) <= 180;
            default -> true;
        };
    }

    /** Takes a number of good quality in the metric's unit. */
    public void value(DeviceId device, Metric metric, Instant time, double value, String path) {
        value(new SeriesId(device, metric), time, value, Quality.GOOD, path);
    }

    /** Takes a word; a control character in it becomes a blank, what is too long is cut. */
    public void text(DeviceId device, Metric metric, Instant time, String word) {
        if (texts.size() < MOST_VALUES) {
            texts.add(new Text(device, metric, time, printable(word)));
        }
    }

    /** Takes what the message says about a device being there. */
    public void status(DeviceId device, boolean online) {
        status(new Status(device, online));
    }

    /** Takes what the message says about a device being there. */
    public void status(Status status) {
        statuses.add(status);
    }

    /** Takes a fault of one field; the others are good. */
    public void problem(String path, Reason reason, String detail) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new FieldProblem(path, reason, detail));
        }
    }

    /** Whether neither a number nor a word has been taken. */
    public boolean isEmpty() {
        return readings.isEmpty() && texts.isEmpty();
    }

    /**
     * What the message was: readings, else its only status (kept with the others when messages were lost before it, so that
     * this is known), else rejected for its first problem.
     */
    public Decoded outcome() {
        boolean lost = problems.stream().anyMatch(it -> it.reason() == Reason.LOST_BEFORE);
        if (!isEmpty() || statuses.size() > 1 || (lost && !statuses.isEmpty())) {
            return new Decoded.Readings(sender, readings, texts, statuses, problems);
        }
        if (!statuses.isEmpty()) {
            return statuses.get(0);
        }
        if (problems.isEmpty()) {
            return new Rejected(Optional.of(sender), Reason.NO_VALUES, "the message has no values");
        }
        FieldProblem problem = problems.get(0);
        return new Rejected(Optional.of(sender), problem.reason(), problem.path() + ": " + problem.detail());
    }

    /** What the message was when having no values is no fault. */
    public Decoded outcomeOr(Decoded whenNothing) {
        return isEmpty() && statuses.isEmpty() && problems.isEmpty() ? whenNothing : outcome();
    }

    /** The text without control characters and lone surrogates, at most 1,000 characters. */
    public static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(LONGEST_TEXT).forEach(it -> {
            int type = Character.getType(it);
            boolean bad = type == Character.SURROGATE || type == Character.CONTROL || type == Character.FORMAT;
            clean.appendCodePoint(bad ? ' ' : it);
        });
        return clean.toString();
    }
}
