package az.ocaq.notify;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How a receiver of messages is reached.
 *
 * @param receiver name in the rules of who gets what
 * @param language of its messages: az, ru or en
 * @param page where its links lead: operator or crew
 * @param mail addresses
 * @param webhook where messages go as JSON
 */
public record Contact(String receiver, String language, String page, List<String> mail, Optional<Webhook> webhook) {
    public Contact {
        mail = List.copyOf(mail);
    }

    /** An address for signed JSON messages. */
    public record Webhook(URI url, String secret) {
        @Override
        public String toString() {
            return url.toString();
        }
    }
}
