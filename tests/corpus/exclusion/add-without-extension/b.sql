-- exclusion constraints with two methods are added that need no extension
CREATE TABLE public.slots (
    id integer PRIMARY KEY, during int4range, area box,
    EXCLUDE USING spgist (during WITH &&), EXCLUDE USING gist (area WITH &&)
);
