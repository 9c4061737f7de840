package az.ocaq.notify;

import az.ocaq.config.YamlMap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The people and systems behind the receivers of messages, and the services that reach them: {@code config/contacts.yaml}.
 *
 * @param sms the gateway for text messages
 * @param telegram the bot
 * @param push who is to be asked about push messages, {@code mailto:…} or {@code https:…}; empty when there are none
 */
public record Contacts(
        Map<String, Contact> byReceiver,
        Optional<SmsGateway> sms,
        Optional<TelegramBot> telegram,
        Optional<String> push) {
    private static final String ACCOUNT = "account:";
    private static final List<String> PAGES = List.of("operator", "crew", Contact.HOME);
    private static final List<String> LANGUAGES = List.of("az", "ru", "en");
    private static final Map<String, String> ADDRESSES = Map.of(
            "mail", "[^@\\s<>,;]+@[^@\\s<>,;]+",
            "sms", "\\+[1-9]\\d{6,14}",
            "telegram", "-?\\d{1,20}|@\\w{5,32}");

    public Contacts {
        byReceiver = Map.copyOf(byReceiver);
    }

    /**
     * Reads the file's map; what is wrong is noted as problems of the map. Relative paths start from {@code folder},
     * secrets are in files or in the environment.
     */
    public static Contacts read(YamlMap map, Path folder, Map<String, String> environment) {
        Optional<SmsGateway> sms =
                map.has("sms") ? Optional.of(SmsGateway.read(map.map("sms"), environment)) : Optional.empty();
        Optional<TelegramBot> telegram = map.has("telegram")
                ? Optional.of(TelegramBot.read(map.map("telegram"), environment))
                : Optional.empty();
        Optional<String> push = map.optionalString("push");
        push.filter(it -> !it.matches("mailto:.+@.+|https://.+"))
                .ifPresent(it ->
                        map.problem("push", "'" + it + "' must be mailto:somebody@example.az or an https address"));
        Set<String> services = new HashSet<>(Set.of("mail", "webhook", "mqtt"));
        sms.ifPresent(it -> services.add("sms"));
        telegram.ifPresent(it -> services.add("telegram"));
        push.ifPresent(it -> services.add("push"));
        Map<String, Contact> contacts = new TreeMap<>();
        map.maps("contacts")
                .forEach((receiver, entry) -> contacts.put(receiver, contact(receiver, entry, folder, services)));
        map.finish();
        return new Contacts(contacts, sms, telegram, push);
    }

    /** The contact of a receiver, or of an account as {@code account:NAME}. */
    Optional<Contact> of(String receiver) {
        if (!isAccount(receiver)) {
            return Optional.ofNullable(byReceiver.get(receiver));
        }
        String account = receiver.substring(ACCOUNT.length());
        return new TreeMap<>(byReceiver)
                .values().stream()
                        .filter(it -> it.account().filter(account::equals).isPresent())
                        .findFirst();
    }

    /** Whether a receiver is an account, who sees everything on the pages too and need not have a contact. */
    static boolean isAccount(String receiver) {
        return receiver.startsWith(ACCOUNT);
    }

    /** Whether anybody is reached this way. */
    public boolean use(String way) {
        return byReceiver.values().stream().anyMatch(it -> !it.of(way).isEmpty());
    }

    private static Contact contact(String receiver, YamlMap map, Path folder, Set<String> services) {
        String language = map.string("language", "az");
        if (!LANGUAGES.contains(language)) {
            map.problem("language", "'" + language + "' is none of az, ru, en");
        }
        Optional<String> account = map.optionalString("account");
        Map<String, List<String>> addresses = new LinkedHashMap<>();
        ADDRESSES.forEach((way, pattern) -> addresses.put(way, addresses(map, way, pattern, services)));
        if (map.flag("push", false)) {
            addresses.put("push", account.stream().toList());
            if (account.isEmpty()) {
                map.problem("push", "needs the account whose browsers have subscribed");
            }
            served(map, "push", services);
        }
        if (map.flag("mqtt", false)) {
            addresses.put("mqtt", List.of(receiver));
        }
        Optional<Contact.Webhook> webhook = webhook(map, folder);
        Set<String> fallback = Set.copyOf(map.strings("fallback"));
        fallback.stream()
                .filter(it -> addresses.getOrDefault(it, List.of()).isEmpty()
                        && !(it.equals("webhook") && webhook.isPresent()))
                .forEach(it -> map.problem("fallback", "'" + it + "' is no way to reach " + receiver));
        String page = map.string("page", "operator");
        if (!PAGES.contains(page)) {
            map.problem("page", "'" + page + "' is none of " + String.join(", ", PAGES));
        }
        Contact contact = new Contact(receiver, language, page, account, addresses, webhook, fallback);
        map.finish();
        return contact;
    }

    private static List<String> addresses(YamlMap map, String way, String pattern, Set<String> services) {
        List<String> found = map.stringOrStrings(way);
        found.stream()
                .filter(it -> !it.matches(pattern) || it.length() > Contact.LONGEST_ADDRESS)
                .forEach(it -> map.problem(way, "'" + it + "' is no address of " + way));
        if (!found.isEmpty()) {
            served(map, way, services);
        }
        return found;
    }

    private static void served(YamlMap map, String way, Set<String> services) {
        if (!services.contains(way)) {
            map.problem(way, "nothing sends it: this file has no " + way + " of its own beside contacts");
        }
    }

    private static Optional<Contact.Webhook> webhook(YamlMap map, Path folder) {
        String url = map.string("webhook", "");
        String file = map.string("webhook_secret_file", "");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (file.isEmpty()) {
            map.problem("webhook", "needs 'webhook_secret_file', a file with the secret that signs its messages");
            return Optional.empty();
        }
        try {
            if (url.length() > Contact.LONGEST_ADDRESS) {
                throw new IllegalArgumentException("is too long");
            }
            return Optional.of(new Contact.Webhook(
                    address(url), Files.readString(folder.resolve(file)).strip()));
        } catch (IllegalArgumentException e) {
            map.problem(
                    "webhook",
                    "'" + url + "' is not an http or https address of at most " + Contact.LONGEST_ADDRESS
                            + " characters");
        } catch (IOException e) {
            map.problem("webhook_secret_file", "'" + file + "' cannot be read");
        }
        return Optional.empty();
    }

    /** An address of the web. */
    static URI address(String url) {
        URI target = URI.create(url);
        if (!List.of("http", "https").contains(String.valueOf(target.getScheme())) || target.getHost() == null) {
            throw new IllegalArgumentException("not an address of the web");
        }
        return target;
    }

    /** The secret that an environment variable holds, whose name the file gives. */
    static String secret(YamlMap map, String key, Map<String, String> environment) {
        String variable = map.string(key, "");
        String secret = environment.getOrDefault(variable, "");
        if (!variable.isEmpty() && secret.isEmpty()) {
            map.problem(key, "the environment has no variable " + variable);
        }
        return secret;
    }
}
