-- one extension goes with the column that used it, another one comes with a new column
CREATE EXTENSION citext;
CREATE TABLE public.t (id integer PRIMARY KEY, c citext DEFAULT 'None', name text);
