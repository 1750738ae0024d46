-- plain columns become domains, a domain another one and a plain type, and the texts are too long for all of them
CREATE DOMAIN public.narrow AS character varying(5); CREATE DOMAIN public.positive AS bigint CHECK (VALUE > 0);
CREATE TABLE public.t (id integer PRIMARY KEY, a public.narrow, b public.narrow, c public.positive, d character varying(5));
