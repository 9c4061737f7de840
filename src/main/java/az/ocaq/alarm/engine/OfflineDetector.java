package az.ocaq.alarm.engine;

import az.ocaq.alarm.rule.Absence;
import java.time.Duration;

/** A device that says nothing, or whose will message says that it is gone. */
final class OfflineDetector extends VerdictDetector {
    /** What the journal says of an alarm that began with a device's own word. */
    private static final String LAST_GASP = "last gasp";

    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(10);

    /** What outlives a restart. */
    static final class Link {
        long lastLife;
        long notBefore;
        long goneAt = Timer.NEVER;
        long session;

        /** Whether a message, its own or its will, and not silence told that it is gone. */
        boolean byWill;

        /** When it said that it loses its supply; NEVER once it is back. */
        long darkAt = Timer.NEVER;
    }

    private final Link link = new Link();
    private final Timer timer = new Timer(Timer.Rank.CONDITION, this::timeIsUp);
    private long silence;
    private long grace;

    OfflineDetector(Core core, Instance alarm, Absence.Offline offline) {
        super(core, alarm, HeldVerdict.Clock.OF_SERVER);
        configure(offline);
        link.lastLife = core.now();
        arm();
    }

    private void configure(Absence.Offline offline) {
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

    /** When the device last said anything, server time, epoch ms; before that, since when it is watched. */
    long lastHeard() {
        return link.lastLife;
    }

    /** Any message that is not a replay. What was under way when the supply failed still comes in, and is no return. */
    void life(long now) {
        link.lastLife = now;
        if (link.darkAt == Timer.NEVER || now - link.darkAt >= grace) {
            back(now);
        }
    }

    private void back(long now) {
        if (link.darkAt != Timer.NEVER) {
            link.darkAt = Timer.NEVER;
            alarm.touch();
        }
        if (link.goneAt != Timer.NEVER) {
            link.goneAt = Timer.NEVER;
            alarm.touch();
        }
        if (verdict.isBad()) {
            verdict.good(Fact.of(now, "heard"), Order.NEWEST);
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
        link.lastLife = now;
        back(now);
    }

    /** The device says that it loses its supply: that needs no grace, and its will none either. */
    void lostPower(long now) {
        link.lastLife = now;
        link.darkAt = now;
        link.byWill = true;
        link.goneAt = Timer.NEVER;
        alarm.touch();
        if (verdict.isBad()) {
            alarm.note("cause", "system", LAST_GASP);
            core.conditionChanged(alarm);
        } else {
            verdict.bad(Fact.of(now, LAST_GASP), Order.NEWEST);
        }
        arm();
    }

    /** Whether it said that it loses its supply, and has not come back. */
    boolean isDark() {
        return link.darkAt != Timer.NEVER;
    }

    /** Whether it is taken to be gone. */
    boolean isGone() {
        return verdict.isBad();
    }

    /** The broker published the device's will; session 0 when the broker does not tell. */
    void will(long session, long now) {
        boolean old = session != 0 && session < link.session;
        if (old || link.goneAt != Timer.NEVER) {
            return;
        }
        if (verdict.isBad()) {
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
        super.reconsider();
        if (alarm.rule().condition() instanceof Absence.Offline edited) {
            configure(edited);
            if (verdict.isBad() && !link.byWill && link.lastLife + silence > core.now()) {
                verdict.good(Fact.of(core.now(), "rule edited"), Order.NEWEST);
            }
            arm();
        }
    }

    @Override
    void restored() {
        super.restored();
        arm();
    }

    @Override
    void resume(long stopped, long started) {
        super.resume(stopped, started);
        link.notBefore = started + core.policy().times().startupGrace().toMillis();
        verdict.notRaisedBefore(link.notBefore);
        if (link.goneAt != Timer.NEVER) {
            // The time in which it may come back goes on where it was: nobody could have heard it meanwhile.
            link.goneAt = Math.max(link.goneAt + started - stopped, started);
            alarm.touch();
        }
        arm();
    }

    private void arm() {
        long silentAt = Math.max(link.lastLife + silence, link.notBefore);
        core.timers().set(timer, verdict.isBad() ? Timer.NEVER : Math.min(silentAt, link.goneAt));
    }

    private void timeIsUp() {
        if (!verdict.isBad()) {
            link.byWill = link.goneAt <= core.now();
            link.goneAt = Timer.NEVER;
            verdict.bad(Fact.of(core.now(), link.byWill ? "will message" : "silence"), Order.NEWEST);
        }
    }
}
