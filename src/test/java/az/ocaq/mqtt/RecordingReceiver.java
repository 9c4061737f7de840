package az.ocaq.mqtt;

import az.ocaq.measurement.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what arrives, and acknowledges only when told to. */
final class RecordingReceiver implements Receiver {
    private final List<Message> messages = new ArrayList<>();
    private final List<Runnable> acknowledgements = new ArrayList<>();
    private int lost;
    private boolean connected;
    private boolean connectedTwice;

    @Override
    public synchronized void received(List<Message> arrived, Runnable acknowledge) {
        messages.addAll(arrived);
        acknowledgements.add(acknowledge);
    }

    @Override
    public void renewed() {
        // what comes again is recorded again
    }

    @Override
    public synchronized void connected(boolean connected) {
        if (!connected) {
            lost++;
        } else if (this.connected) {
            connectedTwice = true;
        }
        this.connected = connected;
    }

    /** Whether one connection came about while there was another. */
    synchronized boolean connectedTwice() {
        return connectedTwice;
    }

    /** How often the connection was lost, or did not come about. */
    synchronized int lost() {
        return lost;
    }

    synchronized List<String> texts() {
        return messages.stream()
                .map(it -> new String(it.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    synchronized void acknowledgeAll() {
        acknowledgements.forEach(Runnable::run);
        acknowledgements.clear();
    }
}
