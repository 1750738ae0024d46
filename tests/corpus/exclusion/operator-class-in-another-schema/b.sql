-- an exclusion constraint uses an operator class from another schema
CREATE SCHEMA ext;
CREATE EXTENSION btree_gist WITH SCHEMA ext;
CREATE TABLE public.t (a integer, b tsrange, CONSTRAINT t_x EXCLUDE USING gist (a ext.gist_int4_ops WITH OPERATOR(pg_catalog.=), b WITH &&));
