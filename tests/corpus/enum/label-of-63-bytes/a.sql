CREATE TYPE public.long AS ENUM ('short');
