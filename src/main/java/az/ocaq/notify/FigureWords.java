package az.ocaq.notify;

import az.ocaq.alarm.Alarm;
import az.ocaq.alarm.AlarmFigure;
import az.ocaq.alarm.AlarmPlace;
import az.ocaq.device.Title;
import az.ocaq.measurement.DeviceId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers as messages write them: how bad an alarm is, against which limit. */
final class FigureWords {
    /** Units that are scaled by size. */
    private static final Set<String> SCALED = Set.of("W", "VA", "var", "Wh", "varh", "VAh");

    private static final List<String> PREFIXES = List.of("", "k", "M", "G");
    private static final double THOUSAND = 1_000;
    private static final Pattern PHASE = Pattern.compile(".*_l([123])");
    private static final Title WORST = new Title("ən pisi", "хуже всего", "worst");

    private final AlarmPlace places;

    FigureWords(AlarmPlace places) {
        this.places = places;
    }

    /** The values that a condition rests on, each with its limit; of a group that of the worst member, and where that is. */
    String of(Alarm alarm, String language) {
        if (alarm.reach().isOfGroup()) {
            AlarmFigure worst = alarm.figures().get(0);
            Optional<String> where = DeviceId.parse(worst.device()).map(it -> ", " + places.site(it, language));
            return WORST.in(language) + " " + of(worst, language) + where.orElse("");
        }
        return alarm.figures().stream().map(it -> of(it, language)).collect(Collectors.joining(", "));
    }

    private String of(AlarmFigure figure, String language) {
        Matcher phase = PHASE.matcher(figure.metric());
        String unit = places.unit(figure);
        return (phase.matches() ? "L" + phase.group(1) + " " : "") + quantity(figure.value(), unit, language) + " ("
                + figure.sign() + " " + quantity(figure.limit(), unit, language) + ")";
    }

    /** A number as the language writes it, with its unit as printed; a thousand watts are a kilowatt. */
    static String quantity(double value, String unit, String language) {
        int prefix = 0;
        double scaled = value;
        while (SCALED.contains(unit) && Math.abs(scaled) >= THOUSAND && prefix < PREFIXES.size() - 1) {
            scaled /= THOUSAND;
            prefix++;
        }
        String number = String.format(Locale.ROOT, "%.2f", scaled).replaceAll("\\.?0+$", "");
        return (language.equals("en") ? number : number.replace('.', ','))
                + (unit.isEmpty() || unit.equals("state") || unit.equals("1") || unit.equals("count")
                        ? ""
                        : " " + PrintedUnit.of(PREFIXES.get(prefix) + unit, language));
    }
}
