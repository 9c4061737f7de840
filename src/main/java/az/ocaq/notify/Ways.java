package az.ocaq.notify;

import az.ocaq.database.Database;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** How receivers are reached now: the lines that their contacts have, without those that are given up. Thread-safe. */
final class Ways {
    private final Contacts contacts;
    private final Map<String, Notifier> notifiers = new LinkedHashMap<>();
    private volatile List<GivenUpWays.GivenUp> givenUp = List.of();

    Ways(Contacts contacts, List<Notifier> notifiers) {
        this.contacts = contacts;
        notifiers.forEach(it -> this.notifiers.put(it.name(), it));
    }

    /** Takes note of what is given up. In the caller's transaction. */
    void refresh(Handle handle) {
        givenUp = GivenUpWays.read(handle);
    }

    Notifier of(Line line) {
        return Optional.ofNullable(notifiers.get(line.way())).orElseThrow();
    }

    /** Where the messages of a queue go. */
    List<Line> lines(Outbox.Queue queue) {
        return lines(queue.receiver(), queue.channel().equals(Outbox.FALLBACK));
    }

    /**
     * Where messages to a receiver go; those of the fallback go on lines that are for the worst case, and so do all as soon as
     * another line is given up.
     */
    List<Line> lines(String receiver, boolean fallback) {
        return contacts.of(receiver).map(it -> lines(it, fallback)).orElse(List.of());
    }

    private List<Line> lines(Contact contact, boolean fallback) {
        Set<Line> lost = lost(contact, givenUp);
        Set<String> last = contact.fallback();
        boolean all = !fallback && lost.stream().anyMatch(it -> !last.contains(it.way()));
        return every(contact).stream()
                .filter(Predicate.not(lost::contains))
                .filter(it -> all || last.contains(it.way()) == fallback)
                .toList();
    }

    /** Which lines of a receiver are given up and why, in words. */
    Optional<String> lost(String receiver) {
        List<GivenUpWays.GivenUp> all = givenUp;
        String reasons = contacts.of(receiver).stream()
                .flatMap(contact -> all.stream()
                        .filter(it -> it.receiver().equals(contact.receiver())
                                && lost(contact, all).contains(it.line())))
                .map(it -> it.way() + " is given up since " + it.since() + ": " + it.reason())
                .collect(Collectors.joining("; "));
        return Optional.of(reasons).filter(it -> !it.isEmpty());
    }

    /** How many contacts have lines, and none left by which they can be reached. */
    Future<Long> unreached(Database database) {
        return GivenUpWays.list(database)
                .map(all -> contacts.byReceiver().values().stream()
                        .filter(it -> !lost(it, all).isEmpty() && lost(it, all).containsAll(every(it)))
                        .count());
    }

    private static Set<Line> lost(Contact contact, List<GivenUpWays.GivenUp> all) {
        return GivenUpWays.of(all, contact).stream()
                .filter(it -> contact.of(it.way()).contains(it.address()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<Line> every(Contact contact) {
        return notifiers.keySet().stream()
                .flatMap(way -> contact.of(way).stream().distinct().map(it -> new Line(way, it)))
                .toList();
    }
}
