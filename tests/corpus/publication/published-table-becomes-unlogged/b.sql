-- a published table leaves its publication to become unlogged, and another becomes logged to be published
CREATE UNLOGGED TABLE public.t (id integer PRIMARY KEY, name text, price numeric(8,2), gone text);
CREATE TABLE public.w (id integer PRIMARY KEY);
CREATE PUBLICATION p FOR TABLE public.w;
