CREATE TABLE public.t (id integer PRIMARY KEY, a bytea, b daterange, c interval, d bit(4), e point, f money, g double precision, h timestamptz);
