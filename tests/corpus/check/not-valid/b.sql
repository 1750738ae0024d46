-- a check is added that old rows need not pass, and another one is validated
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT b_positive CHECK (b > 0));
ALTER TABLE public.t ADD CONSTRAINT a_positive CHECK (a > 0) NOT VALID;
