-- columns of types with all sorts of modifiers are added
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    c01 "char", c02 char, c03 char(10), c04 varchar, c05 varchar(1), c06 name, c07 text[][], c08 varchar(5)[],
    c09 numeric, c10 numeric(5), c11 numeric(10,3), c12 numeric(6,2)[], c13 money, c14 real, c15 double precision,
    c16 time, c17 time(0), c18 timetz(3), c19 timestamp(6), c20 timestamptz(0)[], c21 interval, c22 interval(2),
    c23 interval day to second(3), c24 interval year, c25 bit, c26 bit(8), c27 varbit, c28 varbit(16), c29 bytea,
    c30 inet, c31 cidr, c32 macaddr8, c33 json, c34 jsonb, c35 jsonpath, c36 tsvector, c37 tsquery, c38 point, c39 polygon,
    c40 int4range, c41 tstzrange, c42 oid, c43 regclass, c44 pg_lsn, c45 uuid, c46 boolean, c47 smallint, c48 xid8
);
