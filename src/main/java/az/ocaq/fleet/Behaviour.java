package az.ocaq.fleet;

import java.util.Map;

/**
 * How devices of a type are simulated.
 *
 * @param model the name of the simulation model; empty text when the type has none
 * @param parameters numbers of the model by snake-case name, in canonical units
 */
public record Behaviour(String model, Map<String, Double> parameters) {
    /** Of a type that nobody simulates. */
    public static final Behaviour NONE = new Behaviour("", Map.of());

    public Behaviour {
        parameters = Map.copyOf(parameters);
    }
}
