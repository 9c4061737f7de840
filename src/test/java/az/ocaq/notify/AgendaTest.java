package az.ocaq.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order messages are taken out of what was found due. */
final class AgendaTest {
    private final Agenda agenda = new Agenda();

    @Test
    void next_ofOneStoryAsManyAsALaneHasPlaces_theOthersStay() {
        List<Agenda.Item> found = new ArrayList<>();
        for (int id = 0; id < 25; id++) {
            found.add(new Agenda.Item(id, "storm"));
        }
        found.add(new Agenda.Item(100, "elsewhere"));
        agenda.renew(found);

        assertThat(ids(agenda.next(50))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 100L);
        assertThat(ids(agenda.next(5))).containsExactly(10L, 11L, 12L, 13L, 14L);
        assertThat(ids(agenda.next(50))).hasSize(10);
        assertThat(agenda.isEmpty()).isTrue();
        assertThat(agenda.next(50)).isEmpty();
    }

    @Test
    void putBack_goesBeforeTheRest_andIsForgottenWithIt() {
        agenda.renew(List.of(new Agenda.Item(1, "a"), new Agenda.Item(2, "a"), new Agenda.Item(3, "b")));

        agenda.putBack(agenda.next(2));

        assertThat(ids(agenda.next(9))).containsExactly(1L, 2L, 3L);
        agenda.putBack(List.of(new Agenda.Item(1, "a")));
        agenda.renew(List.of(new Agenda.Item(4, "c")));
        assertThat(ids(agenda.next(9))).containsExactly(4L);
    }

    private static List<Long> ids(List<Agenda.Item> items) {
        return items.stream().map(Agenda.Item::id).toList();
    }
}
