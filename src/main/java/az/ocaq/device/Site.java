package az.ocaq.device;

import java.util.Optional;

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
}
