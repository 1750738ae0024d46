-- rows that the bounds or a DEFAULT partition do not let pass are announced
CREATE TABLE h (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE h1 PARTITION OF h FOR VALUES IN (1, 2);
CREATE TABLE h7 PARTITION OF h FOR VALUES IN (7);
CREATE TABLE hd PARTITION OF h DEFAULT;
