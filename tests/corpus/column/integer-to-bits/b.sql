-- the length is part of the cast: a bare bit is one bit
CREATE TABLE t (id integer PRIMARY KEY, i bit(4), big bit(40), four integer DEFAULT 5, many bit(3)[], wide bigint);
