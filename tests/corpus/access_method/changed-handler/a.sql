CREATE FUNCTION public.tree(internal) RETURNS index_am_handler LANGUAGE internal AS 'gisthandler';
CREATE ACCESS METHOD tree TYPE INDEX HANDLER public.tree;
COMMENT ON ACCESS METHOD tree IS 'first';
CREATE OPERATOR CLASS public.boxes DEFAULT FOR TYPE box USING tree AS OPERATOR 3 && (box, box), OPERATOR 10 <<| (box, box), FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
CREATE TABLE public.t (b box);
CREATE INDEX t_b ON public.t USING tree (b);
