-- foreign keys become deferrable, initially deferred, and neither
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (a integer REFERENCES public.p DEFERRABLE, b integer REFERENCES public.p DEFERRABLE INITIALLY DEFERRED, c integer REFERENCES public.p);
