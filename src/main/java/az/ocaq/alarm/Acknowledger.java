package az.ocaq.alarm;

import az.ocaq.access.Accounts;
import az.ocaq.access.Actor;
import az.ocaq.device.Title;
import io.vertx.core.Future;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Acknowledges for people who are not signed in: by the link or by the button of a message or by MQTT, with the rights that
 * the account has now. Any thread; what it answers completes on the caller's context when the way to the desk does.
 */
public final class Acknowledger {
    /** The link or the button is not of this server, or its day is over. */
    public static final Title INVALID = new Title(
            "Bu keçid artıq keçərli deyil. Həyəcanı səhifədə açın.",
            "Эта ссылка больше не действует. Откройте тревогу на странице.",
            "This link is no longer good. Open the alarm on the page.");

    /** The message is about an occurrence that is over. */
    public static final Title NEWER = new Title(
            "Həyəcan o vaxtdan yenidən baş verib. Yeni mesajdakı keçidi açın.",
            "С тех пор тревога сработала снова. Откройте ссылку из нового сообщения.",
            "The alarm has been raised again since. Open the link of the newer message.");

    /** It is done. */
    public static final Title DONE = new Title("Qəbul edilib", "Принята", "Acknowledged");

    private static final Title REFUSED = new Title(
            "Hesabınız bunu edə bilməz, yaxud həyəcan gizlədilib.",
            "Ваша учётная запись этого не может, или тревога скрыта.",
            "Your account may not do this, or the alarm is hidden.");
    private static final Title NO_ALARM = new Title(
            "Ərazinizdə belə həyəcan yoxdur.",
            "На вашем участке такой тревоги нет.",
            "There is no such alarm in your area.");
    private static final Title NO_LONGER = new Title(
            "Həyəcan o vaxtdan yenidən baş verib.",
            "С тех пор тревога сработала снова.",
            "The alarm has been raised again since.");
    private static final Title NOT_YET = new Title(
            "Həyəcan hələ bu qədər dəfə baş verməyib.",
            "Тревога ещё не срабатывала столько раз.",
            "The alarm has not been raised that often yet.");
    private static final Title GONE =
            new Title("Belə hesab yoxdur.", "Такой учётной записи нет.", "There is no such account.");
    private static final Title FAILED = new Title(
            "Yadda saxlamaq mümkün olmadı. Bir azdan yenidən cəhd edin.",
            "Не удалось сохранить. Попробуйте ещё раз немного позже.",
            "It could not be kept. Try again in a while.");

    private final Accounts accounts;
    private final AlarmDesk desk;
    private final Way way;

    /** Asks the desk on the context that it is confined to. */
    @FunctionalInterface
    public interface Way {
        Future<Alarm> ask(Supplier<Future<Alarm>> question);
    }

    public Acknowledger(Accounts accounts, AlarmDesk desk, Way way) {
        this.accounts = accounts;
        this.desk = desk;
        this.way = way;
    }

    /** The account of a message is gone. */
    private static final class NoAccount extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Takes note of one occurrence in the name of an account; what is acknowledged already stays as it is. Fails for the
     * reasons that {@link #refusal} has words for.
     *
     * @param note who really did it, for the journal; may be empty
     */
    public Future<Alarm> acknowledge(long alarm, int occurrence, String account, String note) {
        return accounts.find(account)
                .compose(actor -> actor.isEmpty()
                        ? Future.failedFuture(new NoAccount())
                        : way.ask(() -> acknowledge(alarm, occurrence, actor.get(), note)));
    }

    private Future<Alarm> acknowledge(long alarm, int occurrence, Actor actor, String note) {
        CrewAct act = CrewAct.now(CrewAct.Kind.ACKNOWLEDGE, OptionalInt.of(occurrence), note);
        return desk.act(alarm, act, actor);
    }

    /** Why an acknowledgement failed, in words for who asked for it without a link. */
    public static Title reason(Throwable failure) {
        if (failure instanceof AlarmDesk.Refusal refusal) {
            return switch (refusal.why()) {
                case NEWER_OCCURRENCE -> NO_LONGER;
                case NO_SUCH_OCCURRENCE -> NOT_YET;
                case UNKNOWN_ALARM -> NO_ALARM;
                default -> REFUSED;
            };
        }
        return failure instanceof NoAccount ? GONE : FAILED;
    }

    /** Why an acknowledgement failed, in words for who used a link or a button. */
    public static Title refusal(Throwable failure) {
        if (failure instanceof AlarmDesk.Refusal refusal) {
            return switch (refusal.why()) {
                case NEWER_OCCURRENCE -> NEWER;
                case NO_SUCH_OCCURRENCE -> NOT_YET;
                case UNKNOWN_ALARM -> INVALID;
                default -> REFUSED;
            };
        }
        return failure instanceof NoAccount ? INVALID : FAILED;
    }
}
