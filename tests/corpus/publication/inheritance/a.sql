CREATE TABLE public.p (id integer);
CREATE TABLE public.c (more text) INHERITS (public.p);
CREATE PUBLICATION a FOR TABLE public.p;
CREATE PUBLICATION b FOR TABLE ONLY public.p;
