-- Empty diff: from 18 on, a generated column is virtual if nothing is said
-- requires: 18
CREATE TABLE public.t (a integer, b integer GENERATED ALWAYS AS (a + 1));
