package az.ocaq.device;

import java.time.ZoneId;

/**
 * A village, town or city.
 *
 * @param id slug
 * @param title its name
 * @param district the district it belongs to
 * @param place its centre
 * @param zone the time zone of its calendar days and bills
 * @param people inhabitants
 */
public record Settlement(String id, Title title, Title district, Place place, ZoneId zone, int people) {}
