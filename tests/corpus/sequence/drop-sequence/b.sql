-- a sequence with an awkward name is dropped
CREATE TABLE public.kept (id integer);
