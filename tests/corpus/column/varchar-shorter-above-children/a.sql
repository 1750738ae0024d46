CREATE TABLE public.p (id integer PRIMARY KEY, a text DEFAULT 'x  ', b varchar(20));
CREATE TABLE public.c (n integer) INHERITS (public.p);
CREATE TABLE public.cut (id integer, a varchar(20) COLLATE "C") PARTITION BY LIST (id);
CREATE TABLE public.one PARTITION OF public.cut FOR VALUES IN (1);
CREATE TABLE public.g (a text, b text GENERATED ALWAYS AS (a) STORED);
