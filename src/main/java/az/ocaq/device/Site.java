package az.ocaq.device;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A home, a plant, a transformer station: where devices are.
 *
 * @param settlement the settlement's slug
 * @param id slug within the settlement
 * @param kind what it is
 * @param title its name
 * @param place where it stands
 * @param fedBy the site that supplies it with electricity: home ← feeder ← transformer station ← substation
 * @param critical whether it needs its supply more than others: health centres, water works, homes with a medical need
 */
public record Site(
        String settlement,
        String id,
        SiteKind kind,
        Title title,
        Place place,
        Optional<String> fedBy,
        boolean critical) {
    /** A site that is as critical as others of its kind. */
    public Site(String settlement, String id, SiteKind kind, Title title, Place place, Optional<String> fedBy) {
        this(settlement, id, kind, title, place, fedBy, kind.critical());
    }

    /**
     * Whether this part of a network supplies a customer: the one that a fact of the customer's devices names by this site's
     * kind ({@code water_works: works-1}), and without such a fact the only one there is.
     *
     * @param devices of the customer
     * @param alternatives sites of the settlement that could supply it, this one included
     */
    public boolean supplies(Collection<Device> devices, int alternatives) {
        Set<String> named = devices.stream()
                .map(it -> it.attributes().get(kind.word()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return named.isEmpty() ? alternatives == 1 : named.contains(id);
    }
}
