package az.ocaq.fleet;

import java.util.Map;

/**
 * How devices of a type are simulated.
 *
 * @param model the simulation model
 * @param parameters numbers of the model by snake-case name, in canonical units
 */
public record Behaviour(ModelKind model, Map<String, Double> parameters) {
    /** Of a type that nobody simulates. */
    public static final Behaviour NONE = new Behaviour(ModelKind.NONE, Map.of());

    public Behaviour {
        parameters = Map.copyOf(parameters);
    }
}
