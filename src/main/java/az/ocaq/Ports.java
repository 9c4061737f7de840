package az.ocaq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out at once, before anything long begins, whether a port can be used. */
final class Ports {
    private Ports() {}

    /** Fails with a {@link StartException} that says what to do when somebody else has the port; 0 is always free. */
    static void requireFree(String what, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new StartException(
                    what + " port " + port + " on " + host + " cannot be used (" + e.getMessage()
                            + "): stop the program that has it or choose another port",
                    e);
        }
    }
}
