CREATE EXTENSION btree_gist;
CREATE TABLE public.stays (room integer, during tsrange NOT NULL, CONSTRAINT stays_key UNIQUE (room, during));
