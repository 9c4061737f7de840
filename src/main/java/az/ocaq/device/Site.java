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
 */
public record Site(String settlement, String id, SiteKind kind, Title title, Place place, Optional<String> fedBy) {}
