-- Interruptions of supply by settlement and day, of days that are over for good: five years of the journal are too long to be
-- read for each look at the figures. Every watched day has a row, one without interruptions too.
CREATE TABLE supply_day (
    settlement VARCHAR(64) NOT NULL,
    happened_on DATE NOT NULL,
    customers INTEGER NOT NULL,
    interruptions INTEGER NOT NULL,
    interrupted DOUBLE PRECISION NOT NULL,
    minutes DOUBLE PRECISION NOT NULL,
    momentary DOUBLE PRECISION NOT NULL,
    planned_interrupted DOUBLE PRECISION NOT NULL,
    planned_minutes DOUBLE PRECISION NOT NULL,
    planned_momentary DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (settlement, happened_on)
);
