CREATE TABLE public.p (a integer CONSTRAINT old NOT NULL, b text);
CREATE TABLE public.c (x integer) INHERITS (public.p);
CREATE TABLE public.d (y integer) INHERITS (public.c);
CREATE TABLE public.q (a integer PRIMARY KEY, b text);
CREATE TABLE public.e (a integer PRIMARY KEY) INHERITS (public.q);
CREATE TABLE public.f (x integer) INHERITS (public.e);
