package az.ocaq.access;

import java.time.Instant;

/**
 * A person signed in with a browser.
 *
 * @param actor who
 * @param csrf what every change must name besides the cookie
 * @param startedAt by the server's clock
 */
public record Session(Actor actor, String csrf, Instant startedAt) {}
