CREATE EXTENSION btree_gist;
CREATE TABLE public.prices (product integer, valid daterange, price numeric);
