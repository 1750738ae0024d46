CREATE TABLE public.p (a integer);
CREATE TABLE public.q (b integer);
CREATE TABLE public.r (c integer);
CREATE TABLE public.t (a integer, b integer, c integer) INHERITS (public.p, public.q, public.r);
