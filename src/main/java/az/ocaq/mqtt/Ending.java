package az.ocaq.mqtt;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a connection ends, and why; nothing else is of interest to who only publishes. */
record Ending(Consumer<String> onLost) implements MqttCallback {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        onLost.accept(reason(response));
    }

    static String reason(MqttDisconnectResponse response) {
        return response.getException() == null
                ? response.getReturnCode() + " " + response.getReasonString()
                : String.valueOf(response.getException().getMessage());
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.warn("mqtt error: {}", exception.getMessage());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        // nothing is subscribed
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each message has its own listener
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // the connection has its own listener
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // no enhanced authentication is used
    }
}
