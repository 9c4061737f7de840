package az.ocaq.web;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * One route of the API.
 *
 * @param path as in the OpenAPI document, below {@code /api/v1}: {@code /settlements/{settlement}}
 * @param parameters the query parameters it knows
 */
record Route(HttpMethod method, String path, Set<String> parameters, Resource resource) {
    static Route get(String path, Resource resource, String... parameters) {
        return new Route(HttpMethod.GET, path, Set.of(parameters), resource);
    }

    static Route post(String path, Resource resource) {
        return new Route(HttpMethod.POST, path, Set.of(), resource);
    }

    static Route put(String path, Resource resource) {
        return new Route(HttpMethod.PUT, path, Set.of(), resource);
    }

    static Route delete(String path, Resource resource, String... parameters) {
        return new Route(HttpMethod.DELETE, path, Set.of(parameters), resource);
    }

    /** The route's name in the table of rights. */
    String key() {
        return method.name() + ' ' + path;
    }

    /** The path as the router writes it: {@code /settlements/:settlement}. */
    String routerPath() {
        return "/api/v1" + path.replaceAll("\\{(\\w+)}", ":$1");
    }
}
