-- How many customers a feeder or a station served from a day on: an index is over those served on average, not over today's.
CREATE TABLE supply_place (
    place VARCHAR(200) NOT NULL,
    since DATE NOT NULL,
    customers INTEGER NOT NULL,
    PRIMARY KEY (place, since)
);
