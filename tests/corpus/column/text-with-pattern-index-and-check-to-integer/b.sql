-- text becomes integer while a check, an expression index and an operator class are for text only
CREATE TABLE public.t (id integer PRIMARY KEY, zip integer CONSTRAINT zip_format CHECK (zip BETWEEN 0 AND 99999));
CREATE INDEX t_zip ON public.t (zip);
