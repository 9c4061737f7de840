package az.ocaq.bench;

import java.io.IOException;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What a load costs a server that has been running for a while, until it is done with all of it.
 *
 * @param server CPU seconds of the server for 1,000 messages, the embedded broker included
 * @param generator CPU seconds of the process that publishes them
 */
record Effort(double server, double generator) {
    static Effort of(MeasuredServer server, Load load) throws IOException, InterruptedException {
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            MetricsClient metrics = new MetricsClient(server.address());
            LongSupplier taken = metrics::taken;
            long takenBefore = taken.getAsLong();
            double serverBefore = server.subject().usage().cpuSeconds();
            double generatorBefore = own();
            LoadResult result = generator.run();
            CapacityRun.awaitTaken(taken, takenBefore + result.acknowledged());
            double thousands = result.acknowledged() / 1_000.0;
            return new Effort(
                    (server.subject().usage().cpuSeconds() - serverBefore) / thousands,
                    (own() - generatorBefore) / thousands);
        }
    }

    private static double own() throws IOException {
        return Usage.of(ProcessHandle.current().pid()).cpuSeconds();
    }
}
