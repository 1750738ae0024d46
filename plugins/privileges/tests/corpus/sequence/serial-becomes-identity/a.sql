CREATE TABLE t (id serial, n integer);
GRANT USAGE ON SEQUENCE t_id_seq TO app;
