package az.ocaq.mqtt.broker;

import static org.assertj.core.api.Assertions.assertThat;

import az.ocaq.SmallDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DiskRoomTest {
    private final List<String> ended = new ArrayList<>();

    @RegisterExtension
    final SmallDisk disk = new SmallDisk("1m");

    @Test
    void diskFull_nothingIsAcknowledgedAnyMore() throws Exception {
        DiskRoom room = new DiskRoom(disk.path(), (cause, what) -> ended.add(cause.getMessage()));

        room.require();
        assertThat(ended).isEmpty();

        disk.fill(0);
        room.require();
        assertThat(ended).containsExactly("No space left on device");
    }
}
