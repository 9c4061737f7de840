package az.ocaq.decode.template;

/** A template that is not of the harmless part, or that cannot be evaluated for a message. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message);
    }
}
