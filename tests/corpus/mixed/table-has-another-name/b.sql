-- a table to which another one refers has another name, which may be a rename or a drop and a create
CREATE TABLE public.users (id serial PRIMARY KEY, email text UNIQUE);
CREATE TABLE public.posts (id integer PRIMARY KEY, user_id integer);
ALTER TABLE public.posts ADD CONSTRAINT posts_users_fkey FOREIGN KEY (user_id) REFERENCES public.users NOT VALID;
