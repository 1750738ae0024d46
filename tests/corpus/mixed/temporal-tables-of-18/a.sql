CREATE EXTENSION btree_gist;
CREATE TABLE public.staff (id integer NOT NULL, valid daterange NOT NULL, salary numeric);
CREATE TABLE public.desks (id integer, staff_id integer, valid daterange);
