package az.ocaq.store.influx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Lets the client of InfluxDB 2 speak to a server before 1.8, which has neither its write path nor its way to sign in:
 * {@code /api/v2/write?bucket=…} becomes {@code /write?db=…&rp=…}, and a token {@code user:password} basic authentication.
 */
final class LegacyInterceptor implements Interceptor {
    private static final String WRITE = "/api/v2/write";

    private final String token;
    private final String database;

    LegacyInterceptor(InfluxSettings settings) {
        this.token = settings.token();
        this.database = settings.database();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Request.Builder changed = request.newBuilder().removeHeader("Authorization");
        int colon = token.indexOf(':');
        if (colon >= 0) {
            changed.header(
                    "Authorization",
                    Credentials.basic(token.substring(0, colon), token.substring(colon + 1), StandardCharsets.UTF_8));
        }
        if (request.url().encodedPath().endsWith(WRITE)) {
            changed.url(write(request.url()));
        }
        return chain.proceed(changed.build());
    }

    /** A bucket is named by its database, or by database and retention policy with a slash between. */
    private HttpUrl write(HttpUrl url) {
        String path = url.encodedPath();
        HttpUrl.Builder changed = url.newBuilder()
                .encodedPath(path.substring(0, path.length() - WRITE.length()) + "/write")
                .removeAllQueryParameters("bucket")
                .removeAllQueryParameters("org");
        String bucket = String.valueOf(url.queryParameter("bucket"));
        if (bucket.length() > database.length()) {
            changed.addQueryParameter("rp", bucket.substring(database.length() + 1));
        }
        return changed.addQueryParameter("db", database).build();
    }
}
