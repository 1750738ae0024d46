-- a temporal foreign key is added
-- requires: 18
CREATE EXTENSION btree_gist;
CREATE TABLE public.products (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE public.offers (product_id integer, valid daterange, FOREIGN KEY (product_id, PERIOD valid) REFERENCES public.products (id, PERIOD valid));
