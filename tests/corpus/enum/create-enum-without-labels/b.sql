-- an enum without any label is created
CREATE TYPE public.to_be_decided AS ENUM ();
