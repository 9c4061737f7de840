package az.ocaq.alarm.scenario;

/** A line that is no scenario, with the reason for a person. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ScenarioException(String message) {
        super(message);
    }
}
