package az.ocaq.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import az.ocaq.access.AuditLog;
import az.ocaq.access.Tokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The document says what the routes do. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
    private final JsonObject document = OpenApi.load().json();
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = new RunningServer(directory);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private List<Route> routes() {
        Routes.Hooks hooks = new Routes.Hooks(
                server.vertx,
                new AuditLog(server.database, server.clock),
                new Tokens(server.database, server.clock),
                user -> {},
                () -> {});
        return new Routes(server.parts, hooks).all();
    }

    @TestFactory
    Stream<DynamicTest> route_everyOne_isDescribedWithItsParameters() {
        return routes().stream()
                .map(route -> dynamicTest(route.key(), () -> {
                    JsonObject operation = document.getJsonObject("paths")
                            .getJsonObject(route.path(), new JsonObject())
                            .getJsonObject(route.method().name().toLowerCase(Locale.ROOT));

                    assertThat(operation).isNotNull();
                    assertThat(parameters(operation, "query")).isEqualTo(new TreeSet<>(route.parameters()));
                    assertThat(parameters(operation, "path"))
                            .isEqualTo(Stream.of(route.path().split("/", -1))
                                    .filter(it -> it.startsWith("{"))
                                    .map(it -> it.substring(1, it.length() - 1))
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }));
    }

    @Test
    void document_served_isTheOneThatWasRead() throws Exception {
        assertThat(new JsonObject(server.get("/api/v1/openapi.json").body()).getString("openapi"))
                .isEqualTo("3.1.0");
    }

    @Test
    void references_allOfThem_resolve() {
        Set<String> missing = new TreeSet<>();
        check(document, missing);

        assertThat(missing).isEmpty();
    }

    private Set<String> parameters(JsonObject operation, String in) {
        Set<String> names = new TreeSet<>();
        for (Object item : operation.getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = (JsonObject) item;
            JsonObject resolved = parameter.containsKey("$ref") ? resolve(parameter.getString("$ref")) : parameter;
            if (resolved.getString("in").equals(in)) {
                names.add(resolved.getString("name"));
            }
        }
        return names;
    }

    private JsonObject resolve(String reference) {
        JsonObject found = document;
        for (String part : reference.substring(2).split("/", -1)) {
            found = found.getJsonObject(part, new JsonObject());
        }
        return found;
    }

    private void check(Object node, Set<String> missing) {
        if (node instanceof JsonObject object) {
            if (object.containsKey("$ref") && resolve(object.getString("$ref")).isEmpty()) {
                missing.add(object.getString("$ref"));
            }
            object.forEach(entry -> check(entry.getValue(), missing));
        } else if (node instanceof JsonArray array) {
            array.forEach(it -> check(it, missing));
        }
    }
}
