-- an identity column is added to a table with rows
CREATE TABLE public.t (name text, id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
