-- a default is set, another one changed, a third one dropped
CREATE TABLE public.t (id integer PRIMARY KEY, a integer DEFAULT -1, b integer DEFAULT 2, c integer);
