-- one check stops being inherited, another one starts
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, CONSTRAINT a_check CHECK (a > 0) NO INHERIT, CONSTRAINT id_check CHECK (id > 0));
