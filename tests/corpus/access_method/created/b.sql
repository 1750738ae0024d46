-- access methods of an index and of a table, with a class and what is stored by them
CREATE ACCESS METHOD "Gist 2" TYPE INDEX HANDLER gisthandler;
CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler;
COMMENT ON ACCESS METHOD pile IS 'as heap';
CREATE OPERATOR CLASS public.boxes DEFAULT FOR TYPE box USING "Gist 2" AS OPERATOR 3 && (box, box), OPERATOR 10 <<| (box, box), FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
COMMENT ON OPERATOR CLASS public.boxes USING "Gist 2" IS 'of another method';
CREATE TABLE public.t (b box) USING pile;
CREATE INDEX t_b ON public.t USING "Gist 2" (b);
