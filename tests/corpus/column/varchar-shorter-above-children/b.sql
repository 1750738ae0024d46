-- rows stay: spaces at the end that fit are kept
CREATE TABLE public.p (id integer PRIMARY KEY, a varchar(3) DEFAULT 'x  ', b varchar(4));
CREATE TABLE public.c (n integer) INHERITS (public.p);
CREATE TABLE public.cut (id integer, a varchar(3) COLLATE "C") PARTITION BY LIST (id);
CREATE TABLE public.one PARTITION OF public.cut FOR VALUES IN (1);
CREATE TABLE public.g (a text, b varchar(9) GENERATED ALWAYS AS (a) STORED);
