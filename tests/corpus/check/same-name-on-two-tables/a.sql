CREATE TABLE public.t (a integer CONSTRAINT positive CHECK (a > 0));
CREATE TABLE public.u (a integer CONSTRAINT positive CHECK (a > 0));
