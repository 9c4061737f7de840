package az.ocaq.access;

/** How far a right goes. */
public enum Extent {
    /** Everything there is. */
    ALL,
    /** The actor's settlements and utilities. */
    SCOPE,
    /** The actor's own home. */
    HOME,
    /** What is public of the settlement that the actor's home is in. */
    PUBLIC,
    /** What the actor made. */
    OWN,
    NONE
}
