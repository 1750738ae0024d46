-- increment, limits, start, cache and cycle of an identity change
CREATE TABLE public.t (id integer GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 2 MINVALUE -5 CACHE 3 CYCLE) PRIMARY KEY);
