-- the expression of a virtual generated column changes
-- requires: 18
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b text GENERATED ALWAYS AS ('%' || a::text) VIRTUAL);
