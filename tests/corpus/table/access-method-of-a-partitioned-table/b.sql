-- requires: 17
-- access methods and storage parameters go; a partitioned table has none any more
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer, b text) WITH (autovacuum_vacuum_scale_factor = 0.5, parallel_workers = 3);
CREATE TABLE p (a integer) PARTITION BY LIST (a);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE TABLE u (a integer) USING heap2;
