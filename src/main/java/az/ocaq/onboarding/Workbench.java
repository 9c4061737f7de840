package az.ocaq.onboarding;

import az.ocaq.config.Problems;
import az.ocaq.decode.Conventions;
import az.ocaq.decode.Decoded;
import az.ocaq.decode.DecodedJson;
import az.ocaq.decode.DecoderMemory;
import az.ocaq.decode.Decoders;
import az.ocaq.decode.Explainer;
import az.ocaq.measurement.Message;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Shows what Ocaq makes of messages, beside the running decoders and without touching them: with decoders of its own, one
 * question at a time on a thread of its own, few in the queue. Nothing is stored and nothing reaches outside. Any thread.
 */
public final class Workbench implements AutoCloseable {
    private static final int MOST_WAITING = 8;

    private final WorkerExecutor worker;
    private final Path dialects;
    private final ZoneId zone;
    private final Function<String, Map<String, byte[]>> memory;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param dialects the folder of the dialect files
     * @param zone the zone of times that devices tell without one
     * @param memory what a convention's decoder has learned, by its name; may block
     */
    public Workbench(Vertx vertx, Path dialects, ZoneId zone, Function<String, Map<String, byte[]>> memory) {
        this.worker = vertx.createSharedWorkerExecutor("workbench", 1);
        this.dialects = dialects;
        this.zone = zone;
        this.memory = memory;
    }

    /**
     * What came of a try.
     *
     * @param decoded as {@code ocaq decode --explain} prints it; empty when the dialect is wrong
     * @param problems what is wrong with the dialect, each as {@code dialect:line key: what}
     */
    public record Trial(Optional<ObjectNode> decoded, List<String> problems) {}

    /** Explains messages in their order, as {@code ocaq decode --explain} prints them. */
    public Future<List<ObjectNode>> explain(List<Message> messages) {
        return ask(() -> {
            Conventions conventions = Conventions.read(dialects, zone);
            List<ObjectNode> explained = new ArrayList<>();
            for (Message message : messages) {
                explained.add(explain(conventions, message));
            }
            return explained;
        });
    }

    /** Decodes a message, with a dialect that nobody has applied yet in the place of the one of its name. */
    public Future<Trial> tryOut(Message message, Optional<String> dialect) {
        return ask(() -> {
            Problems problems = new Problems();
            Conventions read = Conventions.read(dialects, zone);
            Conventions conventions = dialect.isPresent() ? read.with(dialect.get(), zone, problems) : read;
            return new Trial(
                    problems.all().isEmpty() ? Optional.of(explain(conventions, message)) : Optional.empty(),
                    problems.all());
        });
    }

    /** The names of the dialect files, without their ending, in order. */
    public Future<List<String>> dialects() {
        return ask(() -> {
            try (Stream<Path> files = Files.list(dialects)) {
                return files.map(it -> it.getFileName().toString())
                        .filter(it -> it.endsWith(".yaml"))
                        .map(it -> it.substring(0, it.length() - ".yaml".length()))
                        .sorted()
                        .toList();
            }
        });
    }

    /** The text of a dialect file; empty when {@link #dialects} does not name it. */
    public Future<Optional<String>> dialect(String name) {
        return dialects()
                .compose(names -> names.contains(name)
                        ? ask(() -> Optional.of(Files.readString(dialects.resolve(name + ".yaml"))))
                        : Future.succeededFuture(Optional.empty()));
    }

    @Override
    public void close() {
        var unused = worker.close();
    }

    private ObjectNode explain(Conventions conventions, Message message) {
        Decoders decoders = conventions.decoders();
        Explainer explainer = new Explainer(conventions);
        for (DecoderMemory it : decoders.memories()) {
            Map<String, byte[]> entries = memory.apply(it.name());
            it.restore(entries);
            explainer.learn(it.name(), entries);
        }
        String decoder = decoders.claiming(message).map(it -> it.name()).orElse("");
        Decoded decoded = decoders.decode(message);
        return DecodedJson.of(MissingNode.getInstance(), decoder, decoded, explainer.explain(message, decoded));
    }

    private <T> Future<T> ask(Callable<T> question) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new IllegalStateException("too many try at once"));
        }
        return worker.executeBlocking(
                        () -> {
                            try {
                                return question.call();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        true)
                .onComplete(done -> waiting.decrementAndGet());
    }
}
