package az.ocaq.web;

import az.ocaq.access.Actor;
import java.util.function.BooleanSupplier;

/**
 * Who sends a request.
 *
 * @param readOnly whether it may change nothing: a token that only reads
 * @param valid whether this still holds later, for answers that go on
 */
record Caller(Actor actor, boolean readOnly, BooleanSupplier valid) {}
