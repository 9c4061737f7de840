package az.ocaq.bench;

import java.io.IOException;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What a load costs a server that has been running for a while, until it is done with all of it.
 *
 * @param server CPU seconds of the server for 1,000 messages, the embedded broker included, its compiler not
 * @param compiler CPU seconds that the server's just-in-time compiler took meanwhile, for 1,000 messages
 * @param generator CPU seconds of the process that publishes them
 */
record Effort(double server, double compiler, double generator) {
    static Effort of(MeasuredServer server, Load load) throws IOException, InterruptedException {
        try (LoadGenerator generator = new LoadGenerator(load, server.mqttPort(), Clock.systemUTC())) {
            MetricsClient metrics = new MetricsClient(server.address());
            LongSupplier taken = metrics::taken;
            long takenBefore = taken.getAsLong();
            Usage before = server.subject().usage();
            double generatorBefore = own();
            LoadResult result = generator.run();
            CapacityRun.awaitTaken(taken, takenBefore + result.acknowledged());
            Usage after = server.subject().usage();
            double thousands = result.acknowledged() / 1_000.0;
            double compiler = after.compilerSeconds() - before.compilerSeconds();
            return new Effort(
                    (after.cpuSeconds() - before.cpuSeconds() - compiler) / thousands,
                    compiler / thousands,
                    (own() - generatorBefore) / thousands);
        }
    }

    private static double own() throws IOException {
        return Usage.of(ProcessHandle.current().pid()).cpuSeconds();
    }
}
