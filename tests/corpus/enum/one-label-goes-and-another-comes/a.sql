CREATE TYPE public.answer AS ENUM ('yes', 'no', 'maybe');
CREATE TABLE public.replies (id integer PRIMARY KEY, answer public.answer);
