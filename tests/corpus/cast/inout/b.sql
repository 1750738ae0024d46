-- casts through text come, explicit and implicit
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE CAST (public.mood AS character varying) WITH INOUT;
CREATE CAST (text AS public.mood) WITH INOUT AS IMPLICIT;
