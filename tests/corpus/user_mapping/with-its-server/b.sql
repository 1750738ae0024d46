-- a mapping goes with its server, and another comes with its own
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER other FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER other OPTIONS (password 'p');
