package az.ocaq.notify;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks a service by HTTP, waits so long at most, and says whether another try makes sense. */
final class Answers {
    /** After so long there usually is no answer any more. */
    static final Duration LIMIT = Duration.ofSeconds(10);
    /** Less than the whole: what is given up must not get a connection later, and be sent all the same. */
    private static final Duration CONNECT = LIMIT.dividedBy(2);

    private static final int LONGEST_QUOTE = 200;
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    private final HttpClient client;
    private final String way;
    private final Duration limit;
    private final Clock clock;

    Answers(HttpClient client, String way, Clock clock) {
        this(client, way, LIMIT, clock);
    }

    /** @param limit after which there is no answer any more */
    Answers(HttpClient client, String way, Duration limit, Clock clock) {
        this.client = client;
        this.way = way;
        this.limit = limit;
        this.clock = clock;
    }

    /** What a service answered. */
    record Answer(String way, int status, Buffer body, Optional<Duration> retryAfter) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isWorthRetrying() {
            return status >= 500 || TRANSIENT.contains(status);
        }

        <T> Future<T> refused(boolean retryable) {
            String text =
                    body.getString(0, Math.min(body.length(), LONGEST_QUOTE)).replaceAll("\\s+", " ");
            return Future.failedFuture(
                    new NotSent(retryable, (way + " answers " + status + " " + text).strip(), retryAfter));
        }
    }

    /** Completes with any answer; fails with a {@link NotSent} when there is none. */
    Future<Answer> ask(RequestOptions request, Buffer body) {
        Future<HttpClientRequest> connected =
                client.request(request.setConnectTimeout(CONNECT.toMillis()).setIdleTimeout(limit.toMillis()));
        return connected
                // within the client's context: a body that is asked for after it has come never comes
                .compose(it -> it.send(body).compose(this::answer))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(failure -> connected.onSuccess(HttpClientRequest::reset))
                .recover(failure ->
                        Future.failedFuture(new NotSent(true, way + ": " + String.valueOf(failure.getMessage()))));
    }

    private Future<Answer> answer(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        way,
                        response.statusCode(),
                        body,
                        RetryAfter.read(response.getHeader("Retry-After"), response.getHeader("Date"), clock)));
    }
}
