-- a server gets another type: what stands on it is made again, mappings and views included
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s TYPE 'new' FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'x');
CREATE FOREIGN TABLE public.f (id integer NOT NULL, name text DEFAULT 'x') SERVER s OPTIONS (t 'u');
CREATE VIEW public.v AS SELECT id FROM public.f;
COMMENT ON FOREIGN TABLE public.f IS 'kept';
COMMENT ON COLUMN public.f.id IS 'kept too';
