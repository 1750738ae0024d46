-- requires: 18
CREATE TABLE public.p (a integer CONSTRAINT new NOT NULL, b text);
CREATE TABLE public.c (x integer) INHERITS (public.p);
CREATE TABLE public.d (y integer) INHERITS (public.c);
CREATE TABLE public.q (a bigint CONSTRAINT other NOT NULL PRIMARY KEY, b text);
CREATE TABLE public.e (a bigint CONSTRAINT too NOT NULL PRIMARY KEY) INHERITS (public.q);
CREATE TABLE public.f (x integer) INHERITS (public.e);
