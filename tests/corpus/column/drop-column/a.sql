CREATE TABLE public.t (id integer PRIMARY KEY, "gone:%" text DEFAULT 'x', kept text);
