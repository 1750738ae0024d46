INSERT INTO h SELECT i, chr(96 + i) FROM generate_series(1, 20) i;
