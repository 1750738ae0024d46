CREATE TABLE public.log (id integer, what text, at timestamp DEFAULT now());
CREATE TABLE public.things (id integer PRIMARY KEY, name text, price numeric(8,2), old text);
CREATE TABLE public."AS ON" ("DO" integer, "a""b" text);
CREATE RULE "ON DELETE TO" AS ON UPDATE TO public."AS ON" DO ALSO INSERT INTO public.log (id, what) VALUES (NEW."DO", ':x %s $1 \');
