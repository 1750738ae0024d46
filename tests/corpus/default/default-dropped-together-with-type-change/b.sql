-- a default that the new type could not hold is dropped as the type changes; another one comes with its new type
CREATE TABLE public.t (id integer PRIMARY KEY, a integer, b date DEFAULT CURRENT_DATE);
