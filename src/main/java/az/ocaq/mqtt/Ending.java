package az.ocaq.mqtt;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;

/** Tells when a connection ends, and why; nothing else is of interest to who only publishes. */
record Ending(Consumer<String> onLost) implements QuietCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
        onLost.accept(reason(response));
    }

    static String reason(MqttDisconnectResponse response) {
        return response.getException() == null
                ? response.getReturnCode() + " " + response.getReasonString()
                : String.valueOf(response.getException().getMessage());
    }
}
