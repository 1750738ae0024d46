CREATE TABLE public.t (a integer, b text, c numeric, CONSTRAINT a1 CHECK (a > 0), CONSTRAINT b1 CHECK (b IN ('x', 'y')), CONSTRAINT c1 CHECK (c <> 0), CONSTRAINT d1 CHECK (a BETWEEN 1 AND 9));
