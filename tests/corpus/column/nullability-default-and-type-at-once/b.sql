-- type, default and nullability of two columns change at once, in opposite directions
CREATE TABLE public.t (id integer PRIMARY KEY, a integer NOT NULL DEFAULT 12, b varchar(10));
