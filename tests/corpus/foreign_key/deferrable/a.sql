CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer REFERENCES public.p, b integer REFERENCES public.p DEFERRABLE, c integer REFERENCES public.p DEFERRABLE INITIALLY DEFERRED);
