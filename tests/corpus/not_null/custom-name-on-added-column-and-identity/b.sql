-- columns are added whose NOT NULL constraints have names of their own, one of them an identity, one with a default
-- requires: 18
CREATE TABLE public.t (
    a integer, b text CONSTRAINT b_needed NOT NULL DEFAULT '', id integer CONSTRAINT id_needed NOT NULL GENERATED ALWAYS AS IDENTITY
);
