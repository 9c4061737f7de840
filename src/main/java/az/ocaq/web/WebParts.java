package az.ocaq.web;

import az.ocaq.Settings;
import az.ocaq.access.Accounts;
import az.ocaq.access.OidcSettings;
import az.ocaq.alarm.AlarmDesk;
import az.ocaq.alarm.Causes;
import az.ocaq.alarm.rule.Rules;
import az.ocaq.database.Database;
import az.ocaq.device.DeviceRegistry;
import az.ocaq.energy.Tariffs;
import az.ocaq.live.LiveState;
import az.ocaq.notify.SmsReports;
import az.ocaq.onboarding.Onboarding;
import az.ocaq.onboarding.Workbench;
import az.ocaq.quarantine.Quarantine;
import az.ocaq.store.TimeSeriesStore;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the web server stands on.
 *
 * @param pipeline the event-loop context that owns {@code live} and {@code alarms}
 * @param oidc the provider at which people may sign in beside their accounts here
 * @param rules the alarm rules in service; they may be read again
 * @param causes what alarms are closed with
 * @param status how the server is; called on any thread
 * @param metrics the text of {@code /metrics}; called on any thread
 * @param dashboards the folder of the pages
 * @param smsReports takes what the gateway says about text messages
 */
public record WebParts(
        Vertx vertx,
        Context pipeline,
        Settings.Http http,
        Optional<OidcSettings> oidc,
        DeviceRegistry registry,
        LiveState live,
        TimeSeriesStore store,
        AlarmDesk alarms,
        Supplier<Rules> rules,
        Causes causes,
        Accounts accounts,
        Database database,
        Quarantine quarantine,
        Onboarding onboarding,
        Workbench workbench,
        Tariffs tariffs,
        Clock clock,
        Supplier<ServerStatus> status,
        Supplier<String> metrics,
        Path dashboards,
        SmsReports smsReports) {}
