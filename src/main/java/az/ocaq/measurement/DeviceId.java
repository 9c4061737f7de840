package az.ocaq.measurement;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The identity of a device: {@code settlement/site/device}, each part a lower-case slug, for example {@code
 * aghali/home-017/meter}.
 */
public record DeviceId(String settlement, String site, String device) implements Comparable<DeviceId> {
    /** The settlement of devices that speak a known convention but have not been given a home yet. */
    public static final String INBOX = "inbox";

    private static final int LONGEST_SLUG = 96;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final Pattern NOT_SLUG = Pattern.compile("[^a-z0-9._-]+");

    public DeviceId {
        requireSlug(settlement);
        requireSlug(site);
        requireSlug(device);
    }

    /** Reads {@code settlement/site/device}; empty when the text is anything else. */
    public static Optional<DeviceId> parse(String text) {
        String[] parts = text.split("/", -1);
        boolean valid = parts.length == 3 && isSlug(parts[0]) && isSlug(parts[1]) && isSlug(parts[2]);
        return valid ? Optional.of(new DeviceId(parts[0], parts[1], parts[2])) : Optional.empty();
    }

    /**
     * The identity of a device that nobody has registered: {@code inbox/{convention}/{name}}. Different names give
     * different identities: a name that is no slug is made one and gets a suffix computed from the original.
     */
    public static DeviceId unregistered(String convention, String name) {
        return new DeviceId(INBOX, convention, slug(name));
    }

    /** Whether the text may be a part of an identity. */
    public static boolean isSlug(String text) {
        return text.length() <= LONGEST_SLUG && SLUG.matcher(text).matches();
    }

    /** Mixed, because the names of a region differ in few digits: summed up they gather in few places of a table. */
    @Override
    public int hashCode() {
        return Hashes.mix(Hashes.mix(settlement.hashCode(), site.hashCode()), device.hashCode());
    }

    @Override
    public int compareTo(DeviceId other) {
        int bySettlement = settlement.compareTo(other.settlement);
        int bySite = bySettlement != 0 ? bySettlement : site.compareTo(other.site);
        return bySite != 0 ? bySite : device.compareTo(other.device);
    }

    @Override
    public String toString() {
        return settlement + '/' + site + '/' + device;
    }

    private static String slug(String name) {
        if (isSlug(name)) {
            return name;
        }
        String cleaned = NOT_SLUG.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
        String start = cleaned.substring(0, Math.min(cleaned.length(), LONGEST_SLUG - 20));
        return "x" + start + '-' + String.format(Locale.ROOT, "%08x", name.hashCode());
    }

    private static void requireSlug(String part) {
        if (!isSlug(part)) {
            throw new IllegalArgumentException("not a lower-case slug (a-z 0-9 . _ -): '" + part + "'");
        }
    }
}
