CREATE EXTENSION btree_gist;
CREATE TABLE public.products (id integer, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE public.offers (product_id integer, valid daterange);
