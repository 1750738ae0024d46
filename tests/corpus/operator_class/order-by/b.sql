-- a class with an operator to order by (GiST): it keeps the family of the other access method
CREATE TABLE public.t (b box);
CREATE OPERATOR CLASS public.boxes FOR TYPE box USING gist AS
    OPERATOR 3 && (box, box), OPERATOR 15 <-> (box, point) FOR ORDER BY pg_catalog.float_ops,
    FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_box_distance(internal, box, smallint, oid, internal);
CREATE INDEX t_b ON public.t USING gist (b public.boxes);
COMMENT ON OPERATOR CLASS public.boxes USING gist IS 'near';
