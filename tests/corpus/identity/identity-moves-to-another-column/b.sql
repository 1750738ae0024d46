-- one column stops being an identity and another one starts
CREATE TABLE public.t (a integer NOT NULL, b integer GENERATED ALWAYS AS IDENTITY);
