-- Interruptions of water and heat beside those of electricity, which all that was kept so far is about. The utility belongs to the
-- keys, whose names differ between databases: so the tables are made anew.
ALTER TABLE supply_day RENAME TO old_supply_day;
CREATE TABLE supply_day (
    utility VARCHAR(16) NOT NULL,
    settlement VARCHAR(64) NOT NULL,
    happened_on DATE NOT NULL,
    customers INTEGER NOT NULL,
    minutes DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (utility, settlement, happened_on)
);
INSERT INTO supply_day (utility, settlement, happened_on, customers, minutes)
    SELECT 'electricity', settlement, happened_on, customers, minutes FROM old_supply_day;
DROP TABLE old_supply_day;

ALTER TABLE supply_place RENAME TO old_supply_place;
CREATE TABLE supply_place (
    utility VARCHAR(16) NOT NULL,
    place VARCHAR(200) NOT NULL,
    since DATE NOT NULL,
    customers INTEGER NOT NULL,
    PRIMARY KEY (utility, place, since)
);
INSERT INTO supply_place (utility, place, since, customers)
    SELECT 'electricity', place, since, customers FROM old_supply_place;
DROP TABLE old_supply_place;

ALTER TABLE customer_interruption RENAME TO old_customer_interruption;
CREATE TABLE customer_interruption (
    utility VARCHAR(16) NOT NULL,
    customer VARCHAR(200) NOT NULL,
    began TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    settlement VARCHAR(64) NOT NULL,
    happened_on DATE NOT NULL,
    place VARCHAR(200) NOT NULL,
    millis BIGINT NOT NULL,
    planned BOOLEAN NOT NULL,
    PRIMARY KEY (utility, customer, began, place)
);
INSERT INTO customer_interruption (utility, customer, began, settlement, happened_on, place, millis, planned)
    SELECT 'electricity', customer, began, settlement, happened_on, place, millis, planned FROM old_customer_interruption;
DROP TABLE old_customer_interruption;
CREATE INDEX customer_interruption_day ON customer_interruption (utility, happened_on);
