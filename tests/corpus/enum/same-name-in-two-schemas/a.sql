CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TYPE one.state AS ENUM ('a', 'b');
CREATE TYPE two.state AS ENUM ('a', 'b');
CREATE TABLE public.t (one one.state, two two.state);
