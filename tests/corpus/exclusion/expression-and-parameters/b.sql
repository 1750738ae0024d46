-- an exclusion constraint over an expression with an included column and a fill factor is added
CREATE TABLE public.bookings (
    id integer PRIMARY KEY, starts date, ends date,
    CONSTRAINT bookings_x EXCLUDE USING gist (daterange(starts, ends, '[)') WITH &&) INCLUDE (ends) WITH (fillfactor = 80) WHERE (ends > starts)
);
