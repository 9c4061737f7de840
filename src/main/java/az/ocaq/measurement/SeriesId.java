package az.ocaq.measurement;

/** One time series: one metric of one device. */
public record SeriesId(DeviceId device, Metric metric) {
    @Override
    public int hashCode() {
        return Hashes.mix(device.hashCode(), metric.hashCode());
    }

    @Override
    public String toString() {
        return device.toString() + '/' + metric.name();
    }
}
