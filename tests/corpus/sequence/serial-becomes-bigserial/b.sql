-- a serial key becomes bigserial: the column and its sequence both change type
CREATE TABLE public.t (id bigserial PRIMARY KEY, name text);
