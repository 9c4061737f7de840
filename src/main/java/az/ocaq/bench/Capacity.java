package az.ocaq.bench;

/**
 * How much a subject takes when devices publish as fast as they are acknowledged.
 *
 * @param messages published and acknowledged
 * @param acknowledgedPerSecond rate at which the broker acknowledged
 * @param takenPerSecond rate at which the subject was done with them, its backlog included
 * @param cpuSecondsPerThousand CPU time of all processes for 1,000 messages
 * @param peakBytes most memory of the subject
 */
record Capacity(
        LoadResult messages,
        double acknowledgedPerSecond,
        double takenPerSecond,
        double cpuSecondsPerThousand,
        long peakBytes) {}
