-- the bounds of a partition change, and so do the foreign keys from it and to it
-- rows stay: they are within the new bounds, and the keys are made again behind them
CREATE TABLE x (id integer CONSTRAINT x_key PRIMARY KEY);
CREATE TABLE o (id integer CONSTRAINT o_key PRIMARY KEY, x integer CONSTRAINT zz REFERENCES x) PARTITION BY RANGE (id);
CREATE TABLE o1 PARTITION OF o FOR VALUES FROM (0) TO (20);
CREATE TABLE p (id integer CONSTRAINT p_key PRIMARY KEY, up integer) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2, 3);
ALTER TABLE p1 ADD CONSTRAINT up FOREIGN KEY (up) REFERENCES p;
CREATE TABLE renamed (oid integer CONSTRAINT after REFERENCES o);
CREATE TABLE altered (oid integer CONSTRAINT a REFERENCES o);
