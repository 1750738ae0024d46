-- foreign keys refer to another table and to another column of the same table under the same names
CREATE TABLE public.new_users (id integer PRIMARY KEY, other_id integer UNIQUE);
CREATE TABLE public.posts (id integer PRIMARY KEY, user_id integer CONSTRAINT posts_user REFERENCES public.new_users, other_id integer CONSTRAINT posts_other REFERENCES public.new_users (other_id));
