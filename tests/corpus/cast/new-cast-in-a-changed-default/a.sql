CREATE TYPE public.mood AS ENUM ('1', '2');
CREATE TABLE public.t (m public.mood, n integer DEFAULT 1, CHECK (n > 0));
