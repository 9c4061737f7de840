package az.ocaq.alarm.rule;

import az.ocaq.alarm.Priority;

/** One of the levels of an alarm: a limit and how much it matters to be beyond it. */
public record Level(Priority priority, Limit limit) {}
