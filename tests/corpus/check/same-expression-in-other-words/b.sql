-- Empty diff: checks are written in other words
CREATE TABLE public.t (a int, b text, c numeric, CONSTRAINT a1 CHECK (((a) > (0))), CONSTRAINT b1 CHECK (b = ANY (ARRAY['x', 'y'])), CONSTRAINT c1 CHECK (c != 0::numeric), CONSTRAINT d1 CHECK (a >= 1 AND a <= 9));
