package az.ocaq.config;

import java.util.List;

/** Configuration that cannot be used. Carries every problem found, each as {@code file:line key: what is wrong}. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a serializable list
    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the files and lines they were found in. */
    public List<String> problems() {
        return problems;
    }
}
