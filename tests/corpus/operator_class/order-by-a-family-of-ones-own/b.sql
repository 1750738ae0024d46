-- a family's operator orders by another family, which is made first
CREATE OPERATOR FAMILY public.distances USING btree;
CREATE OPERATOR CLASS public.distances FOR TYPE double precision USING btree FAMILY public.distances AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btfloat8cmp(double precision, double precision);
CREATE OPERATOR CLASS public.boxes FOR TYPE box USING gist AS
    OPERATOR 3 && (box, box), FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 gist_box_distance(internal, box, smallint, oid, internal);
ALTER OPERATOR FAMILY public.boxes USING gist ADD OPERATOR 15 <-> (box, point) FOR ORDER BY public.distances;
