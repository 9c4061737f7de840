package az.ocaq.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code /boards}: the boards that are declared as data in {@code dashboards/boards}, as they are now. */
final class BoardResource {
    private static final Logger LOG = LoggerFactory.getLogger(BoardResource.class);
    private static final String SUFFIX = ".yaml";

    private final Vertx vertx;
    private final Path folder;

    BoardResource(Vertx vertx, Path dashboards) {
        this.vertx = vertx;
        this.folder = dashboards.resolve("boards");
    }

    Future<Reply> list(Request request) {
        return vertx.executeBlocking(this::read, false)
                .map(items -> Reply.ok(new JsonObject().put("items", items).putNull("next")));
    }

    private JsonArray read() throws IOException {
        JsonArray boards = new JsonArray();
        if (!Files.isDirectory(folder)) {
            return boards;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(it -> it.toString().endsWith(SUFFIX)).sorted().collect(Collectors.toList());
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            try (InputStream in = Files.newInputStream(file)) {
                Object board = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
                boards.add(new JsonObject().put("id", name.replace(SUFFIX, "")).put("board", json(board)));
            } catch (YamlEngineException e) {
                LOG.warn("a board is not valid YAML file={}", file);
            }
        }
        return boards;
    }

    /** YAML as JSON: maps with text keys, lists and single values. */
    static Object json(Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, value) -> object.put(String.valueOf(key), value == null ? null : json(value)));
            return object;
        }
        if (yaml instanceof Iterable<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(it -> array.add(it == null ? null : json(it)));
            return array;
        }
        return yaml;
    }
}
