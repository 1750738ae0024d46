-- an extension goes with all that uses its wrapper, and another comes
-- requires: 15
CREATE EXTENSION postgres_fdw;
CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname 'x', host '/nowhere');
CREATE FOREIGN TABLE public.f (line text OPTIONS (column_name 'ligne')) SERVER other OPTIONS (schema_name 'public', table_name 'g');
CREATE VIEW public.v AS SELECT line FROM public.f;
