package az.ocaq.web;

import az.ocaq.notify.SmsReports;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code POST /sms-reports}: called by the gateway for text messages, which knows a secret and has no account. */
final class SmsReportHook {
    private final SmsReports reports;

    SmsReportHook(SmsReports reports) {
        this.reports = reports;
    }

    void take(RoutingContext context) {
        Buffer body = context.body() == null ? null : context.body().buffer();
        Optional<String> secret = context.queryParam("secret").stream().findFirst();
        var unused = reports.take(
                        name -> Optional.ofNullable(context.request().getHeader(name)),
                        secret,
                        body == null ? new byte[0] : body.getBytes())
                .onSuccess(taken -> answer(context, taken))
                .onFailure(failure -> Api.fail(context, failure));
    }

    private static void answer(RoutingContext context, SmsReports.Taken taken) {
        switch (taken) {
            case KEPT -> Api.send(context, Reply.nothing());
            case NOT_GENUINE ->
                Api.fail(context, Problem.forbidden("the secret or the signature is not the gateway's"));
            case NO_REPORT ->
                Api.fail(context, Problem.badRequest("the body lacks the fields that contacts.yaml names for reports"));
            case NO_MESSAGE -> Api.fail(context, Problem.notFound("there is no message with this key"));
        }
    }
}
