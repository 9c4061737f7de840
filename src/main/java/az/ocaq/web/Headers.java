package az.ocaq.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The headers that keep a browser from doing what a page of Ocaq never needs. */
final class Headers {
    static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    private final boolean secure;

    Headers(boolean secure) {
        this.secure = secure;
    }

    void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(CONTENT_SECURITY_POLICY, policy(""))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()");
        if (secure) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    /**
     * Everything comes from here and no script is inline but the import maps of the given hashes. Style attributes are
     * allowed because the charts' tooltips and the map set them.
     */
    String policy(String scriptHashes) {
        return "default-src 'none'; script-src 'self'" + scriptHashes
                + "; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self';"
                + " connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'";
    }
}
