CREATE TABLE public.t (id integer PRIMARY KEY, doc json, docs json[]);
