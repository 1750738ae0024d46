-- the columns of a primary key come in another order
CREATE TABLE public.t (a integer, b integer, PRIMARY KEY (b, a));
