-- a column changes from an extension's type to a plain one, and the extension goes
CREATE TABLE public.users (id integer PRIMARY KEY, email text NOT NULL);
