package az.ocaq.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A file as browsers get it.
 *
 * @param zipped the same, compressed; empty when that is not smaller
 * @param tag changes with the content
 * @param scripts the hashes of its inline import maps, for the content security policy; empty but for pages
 */
record Asset(Buffer plain, Buffer zipped, String type, String tag, String scripts) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script\\s+type=\"importmap\"\\s*>(.*?)</script>", Pattern.DOTALL);
    private static final int SMALLEST_ZIPPED = 500;

    static boolean isServed(String name) {
        return TYPES.containsKey(extension(name));
    }

    static Asset of(String name, byte[] bytes) {
        String type = TYPES.getOrDefault(extension(name), "application/octet-stream");
        byte[] zipped = bytes.length < SMALLEST_ZIPPED ? new byte[0] : zip(bytes);
        boolean smaller = zipped.length > 0 && zipped.length < bytes.length;
        return new Asset(
                Buffer.buffer(bytes),
                smaller ? Buffer.buffer(zipped) : Buffer.buffer(),
                type,
                base64(sha256(bytes)).substring(0, 22),
                extension(name).equals("html") ? hashes(new String(bytes, StandardCharsets.UTF_8)) : "");
    }

    /** Pages name their modules in an inline import map, which browsers take from nowhere else. */
    private static String hashes(String page) {
        StringBuilder hashes = new StringBuilder();
        Matcher matcher = IMPORT_MAP.matcher(page);
        while (matcher.find()) {
            byte[] hash = sha256(matcher.group(1).getBytes(StandardCharsets.UTF_8));
            hashes.append(" 'sha256-")
                    .append(Base64.getEncoder().encodeToString(hash))
                    .append('\'');
        }
        return hashes.toString();
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
