package az.ocaq.store.influx;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Makes answers to queries such that the client can read them.
 *
 * <p>InfluxDB reports a failed query inside an answer with status 200, where the client overlooks it and would take it for an
 * empty or a shortened result: it becomes an error. A field that a row lacks is {@code null}, on which the client gives up the
 * whole answer (its issue 808): it becomes an empty text. Such a row comes from another program, or from a line that is being
 * written at this very moment.
 */
final class AnswerInterceptor implements Interceptor {
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
                .body(ResponseBody.create(text.contains("null") ? withoutNulls(text) : text, body.contentType()))
                .build();
    }

    private static String withoutNulls(String text) {
        JsonObject answer = new JsonObject(text);
        for (JsonObject result : objects(answer, "results")) {
            for (JsonObject series : objects(result, "series")) {
                for (Object row : series.getJsonArray("values", new JsonArray())) {
                    fill((JsonArray) row);
                }
            }
        }
        return answer.encode();
    }

    private static void fill(JsonArray row) {
        for (int column = 0; column < row.size(); column++) {
            if (row.getValue(column) == null) {
                var unused = row.set(column, "");
            }
        }
    }

    private static List<JsonObject> objects(JsonObject parent, String name) {
        return parent.getJsonArray(name, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
