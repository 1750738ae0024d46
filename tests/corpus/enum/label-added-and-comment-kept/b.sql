-- an enum with a comment gets a label and loses another, and keeps its comment
CREATE TYPE public.status AS ENUM ('a', 'b');
COMMENT ON TYPE public.status IS 'see :docs, 100%';
