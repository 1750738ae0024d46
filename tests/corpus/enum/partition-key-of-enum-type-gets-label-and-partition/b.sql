-- the enum of a partition key gets a label, and the table a partition for it
-- one way: PostgreSQL cannot change the type of a partition key
CREATE TYPE public.region AS ENUM ('eu', 'us', 'asia');
CREATE TABLE public.orders (id integer, region public.region NOT NULL) PARTITION BY LIST (region);
CREATE TABLE public.orders_eu PARTITION OF public.orders FOR VALUES IN ('eu');
CREATE TABLE public.orders_us PARTITION OF public.orders FOR VALUES IN ('us');
CREATE TABLE public.orders_asia PARTITION OF public.orders FOR VALUES IN ('asia');
