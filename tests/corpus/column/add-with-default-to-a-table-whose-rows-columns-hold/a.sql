CREATE TABLE public.a (id integer PRIMARY KEY, n text);
CREATE TABLE public.b (x public.a, xs public.a[]);
CREATE TABLE public.p (id integer);
CREATE TABLE public.c (y integer) INHERITS (public.p);
CREATE TABLE public.h (x public.c);
CREATE TABLE public.r (id integer) PARTITION BY LIST (id);
CREATE TABLE public.r1 PARTITION OF public.r FOR VALUES IN (1);
CREATE TABLE public.k (x public.r1);
