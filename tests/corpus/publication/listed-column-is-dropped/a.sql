CREATE TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE PUBLICATION p FOR TABLE public.t (id, gone);
CREATE PUBLICATION q FOR TABLE public.t WHERE (gone IS NULL);
CREATE PUBLICATION r FOR TABLE public.t (gone);
