CREATE TABLE public.t (id integer PRIMARY KEY, zip text CONSTRAINT zip_format CHECK (zip ~ '^\d{5}$'));
CREATE INDEX t_zip ON public.t (zip text_pattern_ops);
CREATE INDEX t_zip_start ON public.t (left(zip, 2));
