package az.ocaq.store.questdb;

import az.ocaq.store.Rollup;

/** A rollup and the name of its series. */
record NamedRollup(String series, Rollup rollup) {}
