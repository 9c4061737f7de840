package az.ocaq.measurement;

/** A conductor of a three-phase system, or its neutral. */
public enum Phase {
    L1,
    L2,
    L3,
    N
}
