-- a column comes from one table by two ways, and from another; an enum that is made anew comes from two
CREATE TYPE mood AS ENUM ('ok', 'happy');
CREATE TABLE top (a bigint, m mood);
CREATE TABLE l (more text) INHERITS (top);
CREATE TABLE r () INHERITS (top);
CREATE TABLE other (a bigint);
CREATE TABLE moody (m mood, b text, CONSTRAINT said CHECK (b <> ''));
CREATE TABLE bottom (a bigint) INHERITS (l, r, other);
CREATE TABLE lone (m mood);
CREATE TABLE both_moods () INHERITS (lone, moody);
CREATE TABLE below (n integer) INHERITS (bottom);
