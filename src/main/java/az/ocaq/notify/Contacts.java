package az.ocaq.notify;

import az.ocaq.config.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The people and systems behind the receivers of messages: {@code config/contacts.yaml}. */
public record Contacts(Map<String, Contact> byReceiver) {
    private static final List<String> LANGUAGES = List.of("az", "ru", "en");

    public Contacts {
        byReceiver = Map.copyOf(byReceiver);
    }

    /** Reads the file's map; what is wrong is noted as problems of the map. Relative paths start from {@code folder}. */
    public static Contacts read(YamlMap map, Path folder) {
        Map<String, Contact> contacts = new TreeMap<>();
        map.maps("contacts").forEach((receiver, entry) -> contacts.put(receiver, contact(receiver, entry, folder)));
        map.finish();
        return new Contacts(contacts);
    }

    Optional<Contact> of(String receiver) {
        return Optional.ofNullable(byReceiver.get(receiver));
    }

    private static Contact contact(String receiver, YamlMap map, Path folder) {
        String language = map.string("language", "az");
        if (!LANGUAGES.contains(language)) {
            map.problem("language", "'" + language + "' is none of az, ru, en");
        }
        List<String> mail = map.strings("mail");
        mail.stream()
                .filter(address -> !address.matches("[^@\\s<>,;]+@[^@\\s<>,;]+"))
                .forEach(address -> map.problem("mail", "'" + address + "' is no mail address"));
        Contact contact = new Contact(receiver, language, map.string("page", "operator"), mail, webhook(map, folder));
        map.finish();
        return contact;
    }

    private static Optional<Contact.Webhook> webhook(YamlMap map, Path folder) {
        String url = map.string("webhook", "");
        String file = map.string("webhook_secret_file", "");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI target = URI.create(url);
            if (!List.of("http", "https").contains(String.valueOf(target.getScheme())) || target.getHost() == null) {
                throw new IllegalArgumentException("not an address of the web");
            }
            return Optional.of(new Contact.Webhook(
                    target, Files.readString(folder.resolve(file)).strip()));
        } catch (IllegalArgumentException e) {
            map.problem("webhook", "'" + url + "' is not an http or https address");
        } catch (IOException e) {
            map.problem("webhook_secret_file", "'" + file + "' cannot be read");
        }
        return Optional.empty();
    }
}
