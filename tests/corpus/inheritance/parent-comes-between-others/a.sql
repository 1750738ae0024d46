-- a parent that is joined later stands behind the others
CREATE TABLE public.p (a integer);
CREATE TABLE public.q (b integer);
CREATE TABLE public.r (c integer);
CREATE TABLE public.t (a integer, b integer, c integer) INHERITS (public.p, public.r);
