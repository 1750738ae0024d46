CREATE TABLE t (id integer PRIMARY KEY, i integer, big bigint, four bit(4) DEFAULT B'0101', many integer[], wide bit(8));
