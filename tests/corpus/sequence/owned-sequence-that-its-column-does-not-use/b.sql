-- a sequence is owned by a column that does not use it, as its lifetime is what counts
CREATE TABLE public.batches (id integer PRIMARY KEY);
CREATE SEQUENCE public.batch_lines OWNED BY public.batches.id;
