-- defaults change between an empty string, NULL, the text NULL and nothing
CREATE TABLE public.t (id integer PRIMARY KEY, a text DEFAULT NULL::text, b text DEFAULT '', c text);
