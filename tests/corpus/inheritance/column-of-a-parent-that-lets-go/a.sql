CREATE TABLE p (a integer, b text);
CREATE TABLE k (a integer, b text, c integer) INHERITS (p);
CREATE TABLE l (a integer, b text) INHERITS (p);
