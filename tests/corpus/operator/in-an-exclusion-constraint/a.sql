CREATE OPERATOR public.&&& (FUNCTION = pg_catalog.box_overlap, LEFTARG = box, RIGHTARG = box, COMMUTATOR = &&&, RESTRICT = areasel);
CREATE OPERATOR CLASS public.boxes FOR TYPE box USING gist AS STORAGE box,
    OPERATOR 3 public.&&& (box, box),
    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
    FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
    FUNCTION 7 gist_box_same(box, box, internal);
CREATE TABLE public.t (b box, EXCLUDE USING gist (b public.boxes WITH OPERATOR(public.&&&)));
