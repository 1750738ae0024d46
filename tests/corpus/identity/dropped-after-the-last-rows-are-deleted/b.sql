-- identities go whose rows do not tell how far they have counted: that is announced
CREATE TABLE public.t (id bigint PRIMARY KEY, n text);
