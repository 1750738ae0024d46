-- domains get checks and new base types: trailing zeros, padding, the spelling of json and empty composites stay
CREATE DOMAIN public.price AS numeric(12,4) CHECK (VALUE >= 0);
CREATE DOMAIN public.code AS character(5) NOT NULL;
CREATE DOMAIN public.note AS json CHECK (json_typeof(VALUE) = 'object');
CREATE TYPE public.pair AS (a integer, b text);
CREATE DOMAIN public.couple AS public.pair CHECK ((VALUE).a > 0);
CREATE TABLE public.t (id integer, p public.price, c public.code, n public.note, d public.couple, e public.price[]);
