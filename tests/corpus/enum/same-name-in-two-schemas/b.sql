-- of two enums with the same name in two schemas, one gets a label, the other one loses one
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TYPE one.state AS ENUM ('a', 'b', 'c');
CREATE TYPE two.state AS ENUM ('a');
CREATE TABLE public.t (one one.state, two two.state);
