CREATE DOMAIN public.s AS character varying(20); CREATE TYPE public.addr AS (street character varying(20), code character(9), flags bit(5), more bit varying(9), named public.s, n integer);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.addr, b public.addr[]);
