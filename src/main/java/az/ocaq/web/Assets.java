package az.ocaq.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the pages: those of the dashboards' folder, read anew when they change, and the libraries out of their jars.
 * Blocks; any thread.
 */
final class Assets {
    private static final Pattern SEGMENT = Pattern.compile("@?[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final long LARGEST = 8 << 20;
    private static final int MOST_CACHED = 2_000;

    /** Where each library lies on the class path, by its name in import maps. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lit", "webjars/lit/3.3.1",
            "lit-html", "webjars/lit-html/3.3.2",
            "lit-element", "webjars/lit-element/4.2.2",
            "@lit/reactive-element", "webjars/lit__reactive-element/2.1.2",
            "echarts", "_static/echarts/6.0.0",
            "leaflet", "webjars/leaflet/1.9.4");

    private record Cached(Asset asset, FileTime modified, long size) {}

    private final Path folder;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    private final Map<String, Asset> libraries = new ConcurrentHashMap<>();

    Assets(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The file of a path without its leading slash; empty when there is none that may be served. */
    Optional<Asset> find(String path) throws IOException {
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                return Optional.empty();
            }
        }
        if (!Asset.isServed(path)) {
            return Optional.empty();
        }
        return path.startsWith("lib/") ? library(path.substring("lib/".length())) : file(path);
    }

    private Optional<Asset> file(String path) throws IOException {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        // a link must not lead out of the folder
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Cached known = cache.get(path);
        if (known != null && known.modified.equals(attributes.lastModifiedTime()) && known.size == attributes.size()) {
            return Optional.of(known.asset);
        }
        if (attributes.size() > LARGEST) {
            return Optional.empty();
        }
        Asset asset = Asset.of(path, Files.readAllBytes(file));
        if (cache.size() < MOST_CACHED) {
            cache.put(path, new Cached(asset, attributes.lastModifiedTime(), attributes.size()));
        }
        return Optional.of(asset);
    }

    private Optional<Asset> library(String path) throws IOException {
        Asset known = libraries.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        int nameEnd = path.indexOf('/', path.startsWith("@") ? path.indexOf('/') + 1 : 0);
        String place = nameEnd < 0 ? null : LIBRARIES.get(path.substring(0, nameEnd));
        if (place == null) {
            return Optional.empty();
        }
        String resource = "/META-INF/resources/" + place + path.substring(nameEnd);
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            Asset asset = Asset.of(path, in.readAllBytes());
            if (libraries.size() < MOST_CACHED) {
                libraries.put(path, asset);
            }
            return Optional.of(asset);
        }
    }
}
