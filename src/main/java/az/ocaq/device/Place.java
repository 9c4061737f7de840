package az.ocaq.device;

/**
 * Where something stands.
 *
 * @param latitude degrees north, WGS 84
 * @param longitude degrees east, WGS 84
 * @param altitude metres above sea level
 */
public record Place(double latitude, double longitude, double altitude) {}
