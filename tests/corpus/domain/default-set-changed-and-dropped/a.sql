CREATE DOMAIN public.d AS text; CREATE DOMAIN public.e AS integer DEFAULT 1; CREATE DOMAIN public.f AS date DEFAULT CURRENT_DATE;
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, e public.e, f public.f);
