package az.ocaq.alarm;

import az.ocaq.alarm.rule.ResidentWords;
import az.ocaq.alarm.rule.Rule;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.device.Title;
import java.util.Optional;
import java.util.function.Supplier;

/** Alarms in the words that their rules have for residents. Any thread. */
public final class PlainWords {
    private static final Title NOTHING = new Title("", "", "");

    private final Supplier<Rules> rules;

    /** @param rules those in force */
    public PlainWords(Supplier<Rules> rules) {
        this.rules = rules;
    }

    /**
     * The alarm with what it means to a home as its title, and what to do there as its response. What a crew is to do is not
     * for residents: without words for them the title stays and the response is empty.
     */
    public Alarm of(Alarm alarm) {
        Optional<ResidentWords> words = rules.get().rule(alarm.rule()).flatMap(Rule::resident);
        return alarm.worded(
                words.map(ResidentWords::title).orElse(alarm.title()),
                words.map(ResidentWords::advice).orElse(NOTHING));
    }
}
