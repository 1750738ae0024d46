-- a label is replaced by another one, which may be a rename or not; no row has it
CREATE TYPE public.answer AS ENUM ('yes', 'no', 'perhaps');
CREATE TABLE public.replies (id integer PRIMARY KEY, answer public.answer);
