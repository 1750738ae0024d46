-- a parent is published without its children, and a child without its parent
CREATE TABLE public.p (id integer);
CREATE TABLE public.c (more text) INHERITS (public.p);
CREATE PUBLICATION a FOR TABLE ONLY public.p;
CREATE PUBLICATION b FOR TABLE public.c;
