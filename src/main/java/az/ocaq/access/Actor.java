package az.ocaq.access;

import java.util.Optional;
import java.util.Set;

/**
 * Who does something, with what they may reach.
 *
 * @param user the account's name
 * @param role what the person is
 * @param settlements the settlements in reach; empty means all, for everybody but a resident
 * @param utilities the utilities in reach, for example electricity; empty means all
 * @param home {@code settlement/site} of a resident's home
 */
public record Actor(String user, Role role, Set<String> settlements, Set<String> utilities, Optional<String> home) {
    public Actor {
        settlements = Set.copyOf(settlements);
        utilities = Set.copyOf(utilities);
    }
}
