-- generated columns of foreign tables come, change and go
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE public.f (a integer, b integer, c integer GENERATED ALWAYS AS (a * 4) STORED, d integer GENERATED ALWAYS AS (a * 5) STORED) SERVER s;
