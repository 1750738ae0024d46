-- attributes stand in another order, of a type that no column has
CREATE TYPE public.pair AS (b text, c date, a integer);
