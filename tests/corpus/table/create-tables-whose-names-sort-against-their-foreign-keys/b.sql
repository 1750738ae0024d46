-- tables are created that refer to tables that come later in the alphabet
CREATE TABLE public.zebra (id integer PRIMARY KEY);
CREATE TABLE public.mouse (id integer PRIMARY KEY, zebra_id integer NOT NULL REFERENCES public.zebra);
CREATE TABLE public.ant (
    mouse_id integer REFERENCES public.mouse ON DELETE CASCADE,
    zebra_id integer REFERENCES public.zebra,
    PRIMARY KEY (mouse_id, zebra_id)
);
