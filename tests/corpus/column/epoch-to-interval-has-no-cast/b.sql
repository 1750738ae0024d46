-- columns change to types to which there is no cast at all (the table is empty)
CREATE TABLE public.t (id integer PRIMARY KEY, seconds interval, flag date);
