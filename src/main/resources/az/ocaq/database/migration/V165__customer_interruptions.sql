-- Every interruption of every customer on the days that are kept: by feeder, how many customers are hit often (CEMI) and how
-- many for long (CELID). The days are read from the journal once more: they had counted what is silent behind a gateway too.
CREATE TABLE customer_interruption (
    customer VARCHAR(200) NOT NULL,
    began TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    settlement VARCHAR(64) NOT NULL,
    happened_on DATE NOT NULL,
    place VARCHAR(200) NOT NULL,
    millis BIGINT NOT NULL,
    planned BOOLEAN NOT NULL,
    PRIMARY KEY (customer, began, place)
);
CREATE INDEX customer_interruption_day ON customer_interruption (happened_on);
DELETE FROM supply_day;
ALTER TABLE supply_day DROP COLUMN interruptions;
ALTER TABLE supply_day DROP COLUMN interrupted;
ALTER TABLE supply_day DROP COLUMN momentary;
ALTER TABLE supply_day DROP COLUMN planned_interrupted;
ALTER TABLE supply_day DROP COLUMN planned_minutes;
ALTER TABLE supply_day DROP COLUMN planned_momentary;
