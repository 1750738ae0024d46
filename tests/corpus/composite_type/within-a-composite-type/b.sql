-- a type within a type gets an attribute, and both are in use
CREATE TYPE public.pair AS (a integer, b text, c date);
CREATE TYPE public.outer AS (x public.pair, y public.pair[], z integer); CREATE TABLE public.t (id integer PRIMARY KEY, o public.outer);
