package az.ocaq.mqtt.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Artemis' journal does when it cannot write: why {@link EmbeddedBroker} ends the process at the first error. */
@Timeout(120)
final class JournalErrorTest {
    private static final Path DEVICES = Path.of("/dev");
    private static final Path FULL = DEVICES.resolve("full");

    @Test
    void write_thatFails_isReportedByItsOwnThreadBeforeItIsAnswered() throws Exception {
        assumeTrue(Files.isWritable(FULL), "there is no " + FULL);
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch answered = new CountDownLatch(1);
        NIOSequentialFileFactory files = new NIOSequentialFileFactory(
                DEVICES.toFile(),
                true,
                1 << 16,
                1_000_000,
                1,
                false,
                (cause, what, file) ->
                        events.add("error on " + Thread.currentThread().getName()),
                null);
        files.start();
        SequentialFile file = files.createSequentialFile(FULL.getFileName().toString());
        file.open();
        files.activateBuffer(file);

        file.write(ActiveMQBuffers.wrappedBuffer(new byte[100]), true, new IOCallback() {
            @Override
            public void done() {
                // as if it were on the disk
                events.add("done on " + Thread.currentThread().getName());
                answered.countDown();
            }

            @Override
            public void onError(int code, String message) {
                events.add("refused");
            }
        });

        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        files.stop();
        assertThat(events.get(0)).startsWith("error on ");
        assertThat(events).contains(events.get(0).replace("error", "done"));
    }
}
