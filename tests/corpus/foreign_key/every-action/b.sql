-- foreign keys with every action on delete and on update are added
CREATE TABLE public.p (id integer PRIMARY KEY);
CREATE TABLE public.c (
    a integer REFERENCES public.p ON DELETE CASCADE ON UPDATE RESTRICT,
    b integer REFERENCES public.p ON DELETE RESTRICT ON UPDATE CASCADE,
    c integer REFERENCES public.p ON DELETE SET NULL ON UPDATE SET DEFAULT,
    d integer DEFAULT 1 REFERENCES public.p ON DELETE SET DEFAULT ON UPDATE SET NULL,
    e integer REFERENCES public.p ON DELETE NO ACTION ON UPDATE NO ACTION
);
