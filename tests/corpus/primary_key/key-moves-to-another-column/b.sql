-- the primary key moves from one column to another under the same name
CREATE TABLE public.users (id integer NOT NULL, email text PRIMARY KEY);
