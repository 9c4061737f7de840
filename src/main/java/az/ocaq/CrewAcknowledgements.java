package az.ocaq;

import az.ocaq.alarm.Acknowledger;
import az.ocaq.alarm.Alarm;
import az.ocaq.database.Database;
import az.ocaq.device.Title;
import az.ocaq.measurement.Message;
import az.ocaq.mqtt.CrewTopics;
import az.ocaq.mqtt.Receiver;
import az.ocaq.mqtt.credential.CredentialStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acknowledgements of crews by MQTT: {@code crew/<account>/ack} takes {@code {"alarm": …, "occurrence": …, "by": …, "id": …}},
 * the last two if wanted, and {@code crew/<account>/answer} says what became of it. The broker lets only the crew's own
 * credential publish there; what the account may is decided by its rights, as behind the link of a message. Stands before
 * the pipeline, to which everything else goes. Confined to the pipeline's context.
 */
final class CrewAcknowledgements implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(CrewAcknowledgements.class);
    private static final int LONGEST_BY = 100;
    private static final int LONGEST_ID = 100;
    private static final Title NO_CREDENTIAL = new Title(
            "Bu hesabın brokerə girişi ləğv edilib.",
            "Доступ этой учётной записи к брокеру отозван.",
            "This account's credential for the broker has been revoked.");
    private static final Title NO_ALARM = new Title(
            "Mesaj həyəcanın nömrəsini (alarm) və baş vermə sayını (occurrence) bildirməlidir.",
            "Сообщение должно содержать номер тревоги (alarm) и номер срабатывания (occurrence).",
            "The message must have the alarm's number (alarm) and which occurrence it is (occurrence).");

    private final Receiver others;
    private final Database database;
    private final Acknowledger acknowledger;
    private final BiFunction<String, byte[], Future<Void>> publisher;

    /**
     * @param others takes what is no acknowledgement
     * @param publisher publishes a payload under a topic name
     */
    CrewAcknowledgements(
            Receiver others,
            Database database,
            Acknowledger acknowledger,
            BiFunction<String, byte[], Future<Void>> publisher) {
        this.others = others;
        this.database = database;
        this.acknowledger = acknowledger;
        this.publisher = publisher;
    }

    /** What a crew asks for. */
    private record Wish(long alarm, int occurrence, String by, Optional<Object> id) {
        static Optional<Wish> of(JsonObject json) {
            return json.getValue("alarm") instanceof Number alarm
                            && json.getValue("occurrence") instanceof Number occurrence
                            && alarm.longValue() > 0
                            && occurrence.intValue() > 0
                    ? Optional.of(new Wish(
                            alarm.longValue(),
                            occurrence.intValue(),
                            json.getValue("by") instanceof String by ? shortened(by, LONGEST_BY) : "",
                            id(json)))
                    : Optional.empty();
        }

        /** A number or a text, which comes back as it came. */
        static Optional<Object> id(JsonObject json) {
            Object id = json.getValue("id");
            return id instanceof Number || (id instanceof String text && text.length() <= LONGEST_ID)
                    ? Optional.of(id)
                    : Optional.empty();
        }

        private static String shortened(String text, int most) {
            return text.substring(0, Math.min(text.length(), most));
        }
    }

    @Override
    public void received(List<Message> messages, Runnable acknowledge) {
        List<Message> ofCrews =
                messages.stream().filter(it -> CrewTopics.isOne(it.topic())).toList();
        if (ofCrews.isEmpty()) {
            others.received(messages, acknowledge);
            return;
        }
        Future<?> answered = Future.join(ofCrews.stream().map(this::answer).toList());
        List<Message> rest =
                messages.stream().filter(it -> !CrewTopics.isOne(it.topic())).toList();
        if (rest.isEmpty()) {
            var unused = answered.onComplete(done -> acknowledge.run());
        } else {
            others.received(rest, () -> answered.onComplete(done -> acknowledge.run()));
        }
    }

    @Override
    public void renewed() {
        others.renewed();
    }

    @Override
    public void connected(boolean connected) {
        others.connected(connected);
    }

    /** Our own answers come by here too; and what the broker kept of an earlier day is no news. */
    private Future<Void> answer(Message message) {
        Optional<String> account = CrewTopics.account(message.topic()).filter(it -> !message.retained());
        if (account.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonObject asked = json(message);
        return CredentialStore.isIssued(database, message.topic())
                .compose(issued -> issued
                        ? acknowledge(account.get(), asked)
                        : Future.succeededFuture(refused(account.get(), NO_CREDENTIAL)))
                .otherwise(failure -> refused(account.get(), Acknowledger.reason(failure)))
                .compose(answer -> publisher.apply(
                        CrewTopics.answer(account.get()),
                        about(asked).mergeIn(answer).toBuffer().getBytes()))
                .onFailure(failure -> LOG.warn("crew={} is not answered: {}", account.get(), failure.getMessage()))
                .otherwiseEmpty();
    }

    private Future<JsonObject> acknowledge(String account, JsonObject asked) {
        return Wish.of(asked)
                .map(wish -> acknowledger
                        .acknowledge(
                                wish.alarm(),
                                wish.occurrence(),
                                account,
                                wish.by().isEmpty() ? "" : "MQTT: " + wish.by())
                        .map(CrewAcknowledgements::done))
                .orElseGet(() -> Future.succeededFuture(refused(account, NO_ALARM)));
    }

    private static JsonObject done(Alarm alarm) {
        return new JsonObject()
                .put("result", "ok")
                .put("state", alarm.state().name())
                .put("acknowledged_by", alarm.acknowledgedBy().orElse(null));
    }

    private static JsonObject refused(String account, Title why) {
        LOG.info("crew={} acknowledgement=refused reason=\"{}\"", account, why.en());
        return new JsonObject()
                .put("result", "refused")
                .put(
                        "reason",
                        new JsonObject().put("az", why.az()).put("ru", why.ru()).put("en", why.en()));
    }

    /** What the answer is to. */
    private static JsonObject about(JsonObject asked) {
        JsonObject about = new JsonObject();
        Wish.id(asked).ifPresent(it -> about.put("id", it));
        Stream.of("alarm", "occurrence")
                .filter(it -> asked.getValue(it) instanceof Number)
                .forEach(it -> about.put(it, asked.getValue(it)));
        return about;
    }

    private static JsonObject json(Message message) {
        try {
            return new JsonObject(Buffer.buffer(message.payload()));
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }
}
