package az.ocaq.access;

import az.ocaq.config.YamlMap;
import az.ocaq.measurement.DeviceId;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How people sign in at an OpenID Connect provider, and who of them may do what here.
 *
 * @param issuer address of the provider, as its tokens name it
 * @param name of the provider as people know it, on the button
 * @param clientId what Ocaq is called there
 * @param clientSecret empty for a public client
 * @param redirect where the provider sends people back to, which must be registered there
 * @param nameClaim claim whose value is the person's name here
 * @param admissions the first that a person's claims match tells what they are
 */
public record OidcSettings(
        String issuer,
        String name,
        String clientId,
        String clientSecret,
        URI redirect,
        List<String> scopes,
        String nameClaim,
        List<Admission> admissions) {
    /** Below the public address. */
    public static final String CALLBACK = "/api/v1/session/oidc/callback";

    private static final Pattern ISSUER =
            Pattern.compile("https://[^\\s?#]+|http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/[^\\s?#]*)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}@._+-]{0,58}");
    /** No local account has it in its name. */
    private static final String OF_PROVIDER = "sso:";

    /**
     * Who is let in: those whose claim has a value.
     *
     * @param claim its name; a path with dots leads into objects, {@code realm_access.roles}
     * @param value that it has, or one of its values
     * @param home of a resident, {@code settlement/site}
     * @param homeClaim claim that holds the resident's home
     */
    public record Admission(
            String claim,
            String value,
            Role role,
            Set<String> settlements,
            Set<String> utilities,
            Optional<String> home,
            Optional<String> homeClaim) {
        public Admission {
            settlements = Set.copyOf(settlements);
            utilities = Set.copyOf(utilities);
        }
    }

    public OidcSettings {
        scopes = List.copyOf(scopes);
        admissions = List.copyOf(admissions);
    }

    /** Reads the settings; empty without an issuer. What is wrong is noted as problems. */
    public static Optional<OidcSettings> read(YamlMap map, String clientSecret, String publicUrl) {
        String issuer = map.string("issuer", "");
        OidcSettings settings = new OidcSettings(
                issuer,
                map.string("name", "OpenID Connect"),
                map.string("client_id", "ocaq"),
                clientSecret,
                callback(publicUrl),
                map.has("scopes") ? map.strings("scopes") : List.of("openid", "profile"),
                map.string("name_claim", "preferred_username"),
                map.list("admit").stream().map(OidcSettings::admission).toList());
        map.finish();
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (!ISSUER.matcher(issuer).matches()) {
            map.problem("issuer", "'" + issuer + "' is not an address such as https://id.example.az/realms/village");
        }
        if (!settings.redirect.isAbsolute()) {
            map.problem("issuer", "needs public_url, to which the provider sends people back");
        }
        if (!settings.scopes.contains("openid")) {
            map.problem("scopes", "must hold openid");
        }
        return Optional.of(settings);
    }

    /** Who the owner of a token with these claims is here; empty when nobody was told to let them in. */
    public Optional<Actor> admit(Map<String, Object> claims) {
        Optional<String> name = values(claims, nameClaim).stream()
                .filter(it -> NAME.matcher(it).matches())
                .findFirst();
        return name.flatMap(known -> admissions.stream()
                .filter(it -> values(claims, it.claim).contains(it.value))
                .findFirst()
                .flatMap(it -> actor(OF_PROVIDER + known, it, claims)));
    }

    /** Changes when other people would be let in: sessions from before then end. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder(issuer + '\n' + clientId + '\n' + nameClaim);
        for (Admission it : admissions) {
            text.append('\n')
                    .append(it.claim)
                    .append('=')
                    .append(it.value)
                    .append(' ')
                    .append(it.role);
            // sets have another order in each process
            text.append(new TreeSet<>(it.settlements)).append(new TreeSet<>(it.utilities));
            text.append(it.home).append(it.homeClaim);
        }
        return PasswordHash.ofSecret(text.toString());
    }

    @Override
    public String toString() {
        return name + " at " + issuer;
    }

    private static Optional<Actor> actor(String name, Admission admission, Map<String, Object> claims) {
        Optional<String> home = admission
                .homeClaim
                .flatMap(it -> values(claims, it).stream().findFirst())
                .or(admission::home)
                .filter(OidcSettings::isHome);
        boolean resident = admission.role == Role.RESIDENT;
        return resident && home.isEmpty()
                ? Optional.empty()
                : Optional.of(new Actor(
                        name,
                        admission.role,
                        admission.settlements,
                        admission.utilities,
                        resident ? home : Optional.empty()));
    }

    /** The texts of a claim: itself, or the members of its list. */
    private static List<String> values(Map<String, Object> claims, String path) {
        Object found = claims.get(path);
        int dot = path.indexOf('.');
        if (found == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
            Map<String, Object> below = new HashMap<>();
            inner.forEach((key, value) -> below.put(String.valueOf(key), value));
            return values(below, path.substring(dot + 1));
        }
        if (found instanceof List<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return found instanceof String || found instanceof Boolean ? List.of(found.toString()) : List.of();
    }

    private static Admission admission(YamlMap map) {
        Admission admission = new Admission(
                map.string("claim"),
                map.string("value"),
                map.word("role", Role.class),
                Set.copyOf(map.strings("settlements")),
                Set.copyOf(map.strings("utilities")),
                map.optionalString("home"),
                map.optionalString("home_claim"));
        map.finish();
        boolean homely = admission.home.isPresent() || admission.homeClaim.isPresent();
        if ((admission.role == Role.RESIDENT) != homely) {
            map.problem("role", "a resident needs home or home_claim, and nobody else has one");
        }
        if (!admission.home.map(OidcSettings::isHome).orElse(true)) {
            map.problem("home", "must be settlement/site");
        }
        return admission;
    }

    private static boolean isHome(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && text.length() <= 200
                && DeviceId.isSlug(text.substring(0, slash))
                && DeviceId.isSlug(text.substring(slash + 1));
    }

    private static URI callback(String publicUrl) {
        String base = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        try {
            return URI.create(base + CALLBACK);
        } catch (IllegalArgumentException e) {
            return URI.create(CALLBACK);
        }
    }
}
