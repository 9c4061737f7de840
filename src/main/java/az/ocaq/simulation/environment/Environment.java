package az.ocaq.simulation.environment;

import az.ocaq.device.Place;
import az.ocaq.simulation.Draw;
import az.ocaq.simulation.physics.Irradiance;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Sun, weather, river and grid of one village through one day, in slots of equal length; devices only read it. Days follow
 * each other: what carries over midnight is in {@link #save}.
 */
public final class Environment {
    private static final double ALBEDO = 0.2;

    private final Place place;
    private final Climate climate;
    private final long key;
    private final int slotMinutes;
    private final Sun sun = new Sun();
    private final Clouds clouds = new Clouds();
    private final Wind windModel = new Wind();
    private final Air air;
    private final GridState grid = new GridState();
    private final Map<Long, double[]> planes = new HashMap<>();

    private final double[] up;
    private final double[] clear;
    private final double[] ghi;
    private final double[] dhi;
    private final double[] dni;
    private final double[] wind;
    private final double[] direction;
    private final double[] voltage;
    private final double[] frequency;
    private double extraterrestrial;
    private double riverScore;
    private double river;

    public Environment(Place place, long key, int slotMinutes) {
        this.place = place;
        this.climate = new Climate(place.altitude());
        this.key = key;
        this.slotMinutes = slotMinutes;
        int slots = 24 * 60 / slotMinutes;
        this.air = new Air(climate, slots, slotMinutes);
        up = new double[slots];
        clear = new double[slots];
        ghi = new double[slots];
        dhi = new double[slots];
        dni = new double[slots];
        wind = new double[slots];
        direction = new double[slots];
        voltage = new double[slots];
        frequency = new double[slots];
    }

    /** Computes a day: 24 hours from {@code start}, which is local midnight of {@code date}. */
    public void day(LocalDate date, Instant start) {
        Draw draw = new Draw(Draw.key(key, date.toEpochDay()));
        double month = date.getMonthValue() - 1 + (date.getDayOfMonth() - 1) / (double) date.lengthOfMonth();
        extraterrestrial = Irradiance.extraterrestrial(date.getDayOfYear());
        int[] rain = air.rain(month, draw);
        clouds.day(clear, slotMinutes, climate.clearness(month), draw, rain);
        sun.place(place, start, Irradiance.pressure(place.altitude()) / 100, climate.temperature(month));
        light(climate.turbidity(month));
        windModel.day(wind, direction, slotMinutes, climate.wind(), draw);
        air.day(month, clear, draw);
        grid.day(voltage, frequency, slotMinutes, draw);
        riverScore = 0.93 * riverScore + Math.sqrt(1 - 0.93 * 0.93) * draw.normal();
        river = climate.river(month) * StrictMath.exp(0.15 * riverScore);
        planes.clear();
    }

    private void light(double turbidity) {
        double pressureRatio = Irradiance.pressure(place.altitude()) / 101325;
        for (int i = 0; i < up.length; i++) {
            double minute = (i + 0.5) * slotMinutes;
            up[i] = sun.up(minute);
            if (up[i] <= 0.001) {
                ghi[i] = 0;
                dhi[i] = 0;
                dni[i] = 0;
                continue;
            }
            double mass = Irradiance.airMass(Math.toDegrees(StrictMath.acos(Math.min(1, up[i])))) * pressureRatio;
            double bright = Irradiance.ineichenGlobal(up[i], mass, turbidity, place.altitude(), extraterrestrial);
            ghi[i] = bright * clear[i];
            dhi[i] = Irradiance.erbsDiffuse(ghi[i], up[i], extraterrestrial);
            dni[i] = dhi[i] >= ghi[i] ? 0 : (ghi[i] - dhi[i]) / up[i];
        }
    }

    /** Irradiance in a tilted plane through the day, W/m2; angles in degrees, azimuth from north over east. */
    public double[] plane(double tilt, double azimuth) {
        return planes.computeIfAbsent(
                Math.round(tilt * 10) * 10_000 + Math.round(azimuth), key -> tilted(tilt, azimuth));
    }

    private double[] tilted(double tilt, double azimuth) {
        double cosTilt = StrictMath.cos(Math.toRadians(tilt));
        double sinTilt = StrictMath.sin(Math.toRadians(tilt));
        double east = sinTilt * StrictMath.sin(Math.toRadians(azimuth));
        double north = sinTilt * StrictMath.cos(Math.toRadians(azimuth));
        double[] plane = new double[up.length];
        for (int i = 0; i < plane.length; i++) {
            if (ghi[i] > 0) {
                double minute = (i + 0.5) * slotMinutes;
                double incidence = Math.max(0, sun.east(minute) * east + sun.north(minute) * north + up[i] * cosTilt);
                Irradiance.Sky sky = new Irradiance.Sky(ghi[i], dni[i], dhi[i], extraterrestrial);
                plane[i] = dni[i] * incidence
                        + Irradiance.hayDavies(sky, cosTilt, incidence, up[i])
                        + Irradiance.groundDiffuse(ghi[i], ALBEDO, cosTilt);
            }
        }
        return plane;
    }

    /** What the next day needs to know of this one. */
    public double[] save() {
        double[] w = windModel.save();
        double[] a = air.save();
        return new double[] {
            clouds.code(),
            clouds.last(),
            w[0],
            w[1],
            w[2],
            riverScore,
            grid.voltage(),
            grid.frequency(),
            a[0],
            a[1],
            a[2],
            a[3],
            a[4],
            a[5]
        };
    }

    /** Goes on after the day that {@link #save} was called at the end of. */
    public void restore(double[] saved) {
        clouds.restore(saved[0], saved[1]);
        windModel.restore(new double[] {saved[2], saved[3], saved[4]});
        riverScore = saved[5];
        grid.restore(saved[6], saved[7]);
        air.restore(new double[] {saved[8], saved[9], saved[10], saved[11], saved[12], saved[13]});
    }

    /** The cosine of the sun's zenith angle. */
    public double[] up() {
        return up;
    }

    /** Global horizontal irradiance, W/m2. */
    public double[] global() {
        return ghi;
    }

    /** Diffuse horizontal irradiance, W/m2. */
    public double[] diffuse() {
        return dhi;
    }

    /** Wind speed, m/s. */
    public double[] wind() {
        return wind;
    }

    /** Wind direction, degrees. */
    public double[] direction() {
        return direction;
    }

    /** Temperature, humidity and rain. */
    public Air air() {
        return air;
    }

    /** Voltage at the 0.4 kV busbars without load, as a share of 230 V. */
    public double[] voltage() {
        return voltage;
    }

    /** Frequency of the grid, Hz. */
    public double[] frequency() {
        return frequency;
    }

    /** Flow of the river today, as a share of what the hydro plant can use. */
    public double river() {
        return river;
    }

    public Place place() {
        return place;
    }
}
