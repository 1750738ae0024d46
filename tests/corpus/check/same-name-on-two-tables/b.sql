-- of two checks with the same name on two tables, one changes
CREATE TABLE public.t (a integer CONSTRAINT positive CHECK (a > 0));
CREATE TABLE public.u (a integer CONSTRAINT positive CHECK (a >= 1));
