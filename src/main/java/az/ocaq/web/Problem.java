package az.ocaq.web;

import az.ocaq.alarm.AlarmDesk;
import az.ocaq.onboarding.Refused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Why a request is not answered as asked; becomes an {@code application/problem+json} (RFC 9457). */
final class Problem extends RuntimeException {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final int status;
    /** A word that pages have a sentence for in every language; empty when there is the detail alone. */
    private final String reason;
    /** What is wrong with each of several wishes, for pages to say in their language. */
    private final transient List<Refused.Fault> faults;

    private Problem(int status, String detail) {
        this(status, detail, "", List.of());
    }

    private Problem(int status, String detail, String reason, List<Refused.Fault> faults) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.faults = faults;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, detail);
    }

    static Problem unauthorized() {
        return new Problem(401, "sign in first, or send a valid token");
    }

    static Problem forbidden(String detail) {
        return new Problem(403, detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, detail);
    }

    /** What is asked for is not there, or not for the caller to see. */
    static Problem notFound(List<Refused.Fault> faults) {
        Refused refused = new Refused(faults);
        return new Problem(404, String.valueOf(refused.getMessage()), "", refused.faults());
    }

    static Problem of(int status, String detail) {
        return new Problem(status, detail);
    }

    /** One that pages have a sentence of their own for: {@code reason} is a word that stays. */
    static Problem of(int status, String detail, String reason) {
        return new Problem(status, detail, reason, List.of());
    }

    /** The problem of a failure; what is nobody's fault but ours says no more than that. */
    static Problem of(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof AlarmDesk.Refusal refusal) {
            String reason = refusal.why().name().toLowerCase(Locale.ROOT);
            return new Problem(statusOf(refusal.why()), String.valueOf(refusal.getMessage()), reason, List.of());
        }
        if (failure instanceof Refused refused) {
            return new Problem(400, String.valueOf(refused.getMessage()), "", refused.faults());
        }
        if (failure instanceof IllegalArgumentException) {
            return new Problem(400, String.valueOf(failure.getMessage()));
        }
        return new Problem(503, "this cannot be answered now; try again in a moment");
    }

    int status() {
        return status;
    }

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", title(status))
                .put("status", status)
                .put("detail", getMessage());
        if (!faults.isEmpty()) {
            json.put("faults", new JsonArray(faults.stream().map(Problem::json).toList()));
        }
        return reason.isEmpty() ? json : json.put("reason", reason);
    }

    private static JsonObject json(Refused.Fault fault) {
        return new JsonObject()
                .put("line", fault.line() == 0 ? null : fault.line())
                .put("source", fault.source())
                .put("reason", Words.word(fault.why()))
                .put("about", fault.about());
    }

    private static int statusOf(AlarmDesk.Refusal.Why why) {
        return switch (why) {
            case UNKNOWN_ALARM -> 404;
            case NOT_PERMITTED -> 403;
            case WRONG_STATE, NEWER_OCCURRENCE, NO_SUCH_OCCURRENCE, SECOND_PERSON -> 409;
            case BAD_ARGUMENT -> 400;
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Not permitted";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 408 -> "Too slow";
            case 409 -> "Conflict";
            case 413 -> "Too large";
            case 415 -> "Wrong content type";
            case 429 -> "Too many attempts";
            case 503 -> "Not available";
            default -> "Error";
        };
    }
}
