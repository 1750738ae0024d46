CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.f (line text) SERVER files OPTIONS (filename '/dev/null');
CREATE VIEW public.v AS SELECT line FROM public.f;
