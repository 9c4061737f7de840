package az.ocaq.mqtt;

import io.vertx.core.Promise;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;

/** The broker's answer to one request, on Paho's thread: goes on, or fails what waits for it. */
record Answer(Consumer<Throwable> failed, Consumer<IMqttToken> next) implements MqttActionListener {
    static Answer to(Promise<?> waiting, Consumer<IMqttToken> next) {
        return new Answer(waiting::tryFail, next);
    }

    @Override
    public void onSuccess(IMqttToken token) {
        next.accept(token);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable cause) {
        failed.accept(cause);
    }
}
