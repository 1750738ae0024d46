-- one domain becomes NOT NULL and another nullable
CREATE DOMAIN public.d AS text NOT NULL; CREATE DOMAIN public.e AS text; CREATE TABLE public.t (id integer PRIMARY KEY, v public.d, w public.e);
