-- bounds overlap with the former ones and leave out where the sequence began: it starts anew
CREATE SEQUENCE s START 10 MAXVALUE 100;
CREATE SEQUENCE down START 2 MAXVALUE 9;
CREATE TABLE t (n bigserial);
ALTER SEQUENCE t_n_seq MAXVALUE 99 START 3 RESTART;
