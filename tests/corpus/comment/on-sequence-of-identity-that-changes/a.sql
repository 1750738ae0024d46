CREATE TABLE public.t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.old_name), b integer NOT NULL,
    c integer GENERATED ALWAYS AS IDENTITY, d serial);
COMMENT ON SEQUENCE public.old_name IS 'stays under a new name';
COMMENT ON SEQUENCE public.t_c_seq IS 'goes with the identity';
COMMENT ON SEQUENCE public.t_d_seq IS 'of the serial';
