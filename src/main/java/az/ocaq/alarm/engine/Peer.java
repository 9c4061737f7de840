package az.ocaq.alarm.engine;

import java.util.Optional;

/** What compares its device with its neighbours. */
interface Peer {
    String device();

    /** The label that neighbours share; empty: this one is compared with nobody. */
    Optional<String> sharedLabel();

    /** The figure of a window that is not judged yet; NaN for nothing. */
    double figure(long end);

    /** Which devices this one is compared with from now on. */
    void group(PeerGroup neighbours);
}
