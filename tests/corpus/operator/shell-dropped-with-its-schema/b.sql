-- a shell goes with the operator that names it, and its schema with both
CREATE SCHEMA other;
CREATE OPERATOR other.@+ (FUNCTION = int4pl, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = OPERATOR(other.@@+));
