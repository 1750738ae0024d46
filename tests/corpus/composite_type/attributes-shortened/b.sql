-- the texts in the attributes are longer than their new types allow: nothing may be cut off
CREATE DOMAIN public.s AS character varying(5); CREATE TYPE public.addr AS (street character varying(5), code character(4), flags bit(3), more bit varying(4), named public.s, n smallint);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.addr, b public.addr[]);
