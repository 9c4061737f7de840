package az.ocaq.store;

import java.util.List;

/** Some readings of an append were refused for good; all others of it are kept, and it must not be repeated. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final List<Refusal> refusals;

    /** @param refusals at least one */
    public RefusedException(List<Refusal> refusals) {
        super(refusals.size() + " readings refused, the first because "
                + refusals.get(0).reason());
        this.refusals = List.copyOf(refusals);
    }

    /** The readings that were refused, each with its reason. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
