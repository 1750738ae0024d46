-- an enum is created
CREATE TYPE public.status AS ENUM ('draft', 'published', 'archived');
