CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text, c text, d text, e text, f text);
