CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer, b text) USING heap2 WITH (fillfactor = 50, toast.autovacuum_enabled = false, toast_tuple_target = 256);
CREATE TABLE p (a integer) PARTITION BY LIST (a) USING heap2;
CREATE MATERIALIZED VIEW m USING heap2 AS SELECT a FROM t;
CREATE UNLOGGED TABLE u (a integer);
