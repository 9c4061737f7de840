package az.ocaq.store.influx;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Makes a failure of a failed query. InfluxDB reports it inside an answer with status 200, where the client overlooks it
 * and would take it for an empty or a shortened result.
 */
final class QueryErrorInterceptor implements Interceptor {
    private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (!response.isSuccessful()
                || body == null
                || !chain.request().url().encodedPath().endsWith("/query")) {
            return response;
        }
        String text = body.string();
        Matcher error = ERROR.matcher(text);
        if (error.find()) {
            throw new IOException("InfluxDB refuses a query: " + error.group(1));
        }
        return response.newBuilder()
                .body(ResponseBody.create(text, body.contentType()))
                .build();
    }
}
