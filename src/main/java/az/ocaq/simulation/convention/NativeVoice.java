package az.ocaq.simulation.convention;

import az.ocaq.measurement.DeviceId;

/** Ocaq's own convention: one JSON object with time and metrics in canonical units. */
public final class NativeVoice implements Voice {
    private final String telemetry;
    private final String status;

    NativeVoice(DeviceId device) {
        telemetry = "village/" + device + "/telemetry";
        status = "village/" + device + "/status";
    }

    @Override
    public void begin(Report first, Sink out) {
        out.say(status, "online", true);
    }

    @Override
    public void tell(Report report, Sink out) {
        StringBuilder json = new StringBuilder(256);
        print(report, json);
        out.say(telemetry, json, false);
    }

    /** Several reports in one message. */
    public void tellAll(CharSequence reports, Sink out) {
        out.say(telemetry, "[" + reports + "]", false);
    }

    /** Writes a report as a JSON object. */
    public static void print(Report report, StringBuilder json) {
        json.append("{\"ts\":").append(report.millis());
        for (int i = 0; i < report.size(); i++) {
            if (report.isTold(i)) {
                json.append(",\"").append(report.metric(i).name()).append("\":");
                report.print(i, json);
            }
        }
        json.append('}');
    }

    @Override
    public void end(Sink out) {
        out.say(status, "offline", true);
    }

    @Override
    public boolean tellsLater() {
        return true;
    }
}
