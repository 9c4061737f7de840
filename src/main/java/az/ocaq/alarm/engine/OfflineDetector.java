package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Condition;
import java.time.Duration;

/** A device that says nothing, or whose will message says that it is gone. */
final class OfflineDetector extends Detector {
    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(10);

    /** What outlives a restart. */
    static final class Link {
        long lastLife;
        long notBefore;
        long goneAt = Timer.NEVER;
        long session;
    }

    private final Link link = new Link();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::timeIsUp);
    private long silence;
    private long grace;

    OfflineDetector(Core core, Instance alarm, Condition.Offline offline) {
        super(core, alarm);
        configure(offline);
        link.lastLife = core.now();
        arm();
    }

    private void configure(Condition.Offline offline) {
        silence = offline.silenceAfter()
                .or(() -> core.directory().interval(alarm.device()).map(it -> it.multipliedBy(3)))
                .filter(it -> offline.silenceAfter().isPresent() || it.compareTo(SHORTEST_SILENCE) > 0)
                .orElse(SHORTEST_SILENCE)
                .toMillis();
        grace = offline.lwtGrace().toMillis();
    }

    @Override
    Object state() {
        return link;
    }

    /** Any message that is not a replay. */
    void life(long now) {
        link.lastLife = now;
        if (link.goneAt != Timer.NEVER) {
            link.goneAt = Timer.NEVER;
            alarm.touch();
        }
        if (alarm.active()) {
            alarm.clear(Fact.of(now, "heard"));
        }
        arm();
    }

    /** What the store knows of before a restart. */
    void seed(long time) {
        link.lastLife = Math.max(link.lastLife, Math.min(time, core.now()));
        arm();
    }

    void connected(long session, long now) {
        if (session > link.session) {
            link.session = session;
            alarm.touch();
        }
        life(now);
    }

    /** The broker published the device's will; session 0 when the broker does not tell. */
    void will(long session, long now) {
        boolean old = session != 0 && session < link.session;
        if (old || link.goneAt != Timer.NEVER) {
            return;
        }
        if (alarm.active()) {
            alarm.note("cause", "system", "will message");
            return;
        }
        link.goneAt = now + grace;
        alarm.touch();
        if (grace == 0) {
            timeIsUp();
        } else {
            arm();
        }
    }

    void disconnected() {
        if (link.goneAt != Timer.NEVER) {
            link.goneAt = Timer.NEVER;
            alarm.touch();
            arm();
        }
    }

    @Override
    void reconsider() {
        if (alarm.rule().condition() instanceof Condition.Offline edited) {
            configure(edited);
            arm();
        }
    }

    @Override
    void restored() {
        arm();
    }

    @Override
    void resume(long stopped, long started) {
        link.notBefore = started + core.policy().times().startupGrace().toMillis();
        arm();
    }

    private void arm() {
        long silentAt = Math.max(link.lastLife + silence, link.notBefore);
        core.timers().set(timer, alarm.active() ? Timer.NEVER : Math.min(silentAt, link.goneAt));
    }

    private void timeIsUp() {
        if (!alarm.active()) {
            String cause = link.goneAt <= core.now() ? "will message" : "silence";
            link.goneAt = Timer.NEVER;
            alarm.raise(Fact.of(core.now(), cause), alarm.rule().priority());
        }
    }
}
