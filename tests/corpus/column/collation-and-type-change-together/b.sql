-- type and collation of a column change at once, and a column gets a collatable type with a collation
CREATE TABLE public.t (id integer PRIMARY KEY, a text COLLATE "POSIX" NOT NULL, b text COLLATE "C");
