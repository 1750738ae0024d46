CREATE DOMAIN public.price AS numeric(10,4);
CREATE DOMAIN public.code AS character(5);
CREATE DOMAIN public.note AS json;
CREATE TYPE public.pair AS (a integer, b text);
CREATE DOMAIN public.couple AS public.pair;
CREATE TABLE public.t (id integer, p public.price, c public.code, n public.note, d public.couple, e public.price[]);
