CREATE SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE TABLE public.t (a integer, b tsrange);
