CREATE DOMAIN public.base AS integer CHECK (VALUE > 0); CREATE DOMAIN public.d AS public.base;
CREATE TABLE public.t (id integer PRIMARY KEY, v public.d);
