-- a column goes and another one of the same type comes, which may be a rename or not
CREATE TABLE public.people (id integer PRIMARY KEY, full_name text);
