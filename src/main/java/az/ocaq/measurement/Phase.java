package az.ocaq.measurement;

/** A conductor of a three-phase system. */
public enum Phase {
    L1,
    L2,
    L3
}
