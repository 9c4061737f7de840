package az.ocaq.mqtt.broker;

/** Which devices may connect to the embedded broker, and what each may publish. Asked often, from several threads: must not block. */
public interface DeviceCredentials {
    /** Nobody is known: only the server itself and, where that is allowed, local clients without credentials connect. */
    DeviceCredentials NONE = new DeviceCredentials() {
        @Override
        public boolean mayConnect(String user, String password) {
            return false;
        }

        @Override
        public boolean mayPublish(String user, String topic) {
            return false;
        }
    };

    /** Whether a user is known, not revoked, and this is its password. */
    boolean mayConnect(String user, String password);

    /** Whether a connected user may publish under a topic name: its own, a gateway also its devices'. */
    boolean mayPublish(String user, String topic);
}
