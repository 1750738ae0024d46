-- columns get array defaults, written as literals and as constructors
CREATE TABLE public.t (
    id integer PRIMARY KEY,
    a text[] DEFAULT '{a,"b c","it''s","100%",NULL}', b integer[] DEFAULT ARRAY[[1, 2], [3, 4]], c text[] DEFAULT ARRAY[':x', current_user]::text[]
);
