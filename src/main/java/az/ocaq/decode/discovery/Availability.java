package az.ocaq.decode.discovery;

import az.ocaq.decode.template.TemplateException;
import az.ocaq.decode.template.ValueTemplate;
import java.util.Optional;

/**
 * One topic that tells whether a device is there.
 *
 * @param template from the payload to the word; empty when it is not one that Ocaq evaluates
 */
record Availability(String topic, Optional<ValueTemplate> template, String online, String offline) {
    /** Whether the payload says that the device is there; empty when it says neither. */
    Optional<Boolean> of(String payload) {
        try {
            String word = template.isEmpty()
                    ? ""
                    : template.get().evaluate(payload).map(it -> it.asText()).orElse("");
            return word.equals(online)
                    ? Optional.of(true)
                    : word.equals(offline) ? Optional.of(false) : Optional.empty();
        } catch (TemplateException e) {
            return Optional.empty();
        }
    }
}
