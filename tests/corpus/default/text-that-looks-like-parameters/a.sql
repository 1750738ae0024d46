CREATE TABLE public.t (id integer PRIMARY KEY, a text, b text DEFAULT ':before', c text, d text, e text);
