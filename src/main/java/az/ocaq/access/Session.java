package az.ocaq.access;

import java.time.Instant;

/**
 * A person signed in with a browser.
 *
 * @param actor who
 * @param csrf what every change must name besides the cookie
 * @param startedAt by the server's clock
 * @param provider empty for a local account; else the {@link OidcSettings#fingerprint} under which they were let in
 */
public record Session(Actor actor, String csrf, Instant startedAt, String provider) {
    /** Whether the person signed in at the provider and has no account here. */
    public boolean external() {
        return !provider.isEmpty();
    }
}
