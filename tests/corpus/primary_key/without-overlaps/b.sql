-- a temporal primary key is added
-- requires: 18
CREATE EXTENSION btree_gist;
CREATE TABLE public.prices (product integer, valid daterange, price numeric, PRIMARY KEY (product, valid WITHOUT OVERLAPS));
