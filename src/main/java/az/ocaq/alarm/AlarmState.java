package az.ocaq.alarm;

/** The states of an alarm after ISA-18.2, named as in data. */
public enum AlarmState {
    /** A: the condition is false and nothing is owed. */
    NORM,
    /** B: active, nobody has acknowledged. */
    UNACK,
    /** C: active, acknowledged. */
    ACKED,
    /** D: back to normal, still owed an acknowledgement. */
    RTNUN,
    /** E: latched, the condition is gone, not acknowledged, needs a reset. */
    LATUN,
    /** F: latched, the condition is gone, acknowledged, needs a reset. */
    LATAK,
    /** G: shelved by an operator for a limited time. */
    SHLVD,
    /** H: suppressed by design: a parent alarm, a maintenance window, a schedule. */
    DSUPR,
    /** I: out of service. */
    OOSRV
}
