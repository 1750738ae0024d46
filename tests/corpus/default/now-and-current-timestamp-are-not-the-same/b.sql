-- a default changes to another one that means the same but that PostgreSQL keeps apart
CREATE TABLE public.t (id integer PRIMARY KEY, at timestamptz DEFAULT CURRENT_TIMESTAMP, day date DEFAULT CURRENT_DATE);
