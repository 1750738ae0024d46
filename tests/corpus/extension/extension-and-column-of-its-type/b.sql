-- an extension is created together with a column of its type
CREATE EXTENSION citext;
CREATE TABLE public.users (id integer PRIMARY KEY, email public.citext UNIQUE);
