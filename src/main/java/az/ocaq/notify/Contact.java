package az.ocaq.notify;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a receiver of messages is reached.
 *
 * @param receiver name in the rules of who gets what
 * @param language of its messages: az, ru or en
 * @param page where its links lead: operator, crew, or home for residents
 * @param account whose rights a link in a message acts with; without one, links only lead to the page
 * @param addresses way → addresses: {@code mail}, {@code sms}, {@code telegram}, {@code push}, {@code mqtt}
 * @param webhook where messages go as JSON
 * @param fallback ways that are used as soon as another has failed for good
 */
public record Contact(
        String receiver,
        String language,
        String page,
        Optional<String> account,
        Map<String, List<String>> addresses,
        Optional<Webhook> webhook,
        Set<String> fallback) {
    static final int LONGEST_ADDRESS = 500;
    static final String HOME = "home";

    public Contact {
        addresses = Map.copyOf(addresses);
        fallback = Set.copyOf(fallback);
    }

    /** Whether it is somebody who lives there, not somebody on duty. */
    boolean isResident() {
        return page.equals(HOME);
    }

    /** The addresses of one way; empty when it cannot be reached that way. */
    List<String> of(String way) {
        return way.equals("webhook")
                ? webhook.map(Webhook::toString).stream().toList()
                : addresses.getOrDefault(way, List.of());
    }

    /** An address for signed JSON messages. */
    public record Webhook(URI url, String secret) {
        @Override
        public String toString() {
            return url.toString();
        }
    }
}
