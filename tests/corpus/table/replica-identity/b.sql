-- replica identities change: the whole row, and a unique index
CREATE TABLE public.full_one (id integer PRIMARY KEY, x integer);
ALTER TABLE public.full_one REPLICA IDENTITY FULL;
CREATE TABLE public.by_index (id integer PRIMARY KEY, x integer NOT NULL, CONSTRAINT by_index_x UNIQUE (x));
ALTER TABLE public.by_index REPLICA IDENTITY USING INDEX by_index_x;
