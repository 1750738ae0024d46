CREATE DOMAIN public.d AS text; CREATE DOMAIN public.e AS text NOT NULL; CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, w public.e);
