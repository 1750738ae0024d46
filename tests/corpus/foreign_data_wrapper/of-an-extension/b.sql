-- the wrapper of an extension is the extension's, and servers of it are not
-- requires: 15
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE public.passwd (line text) SERVER files OPTIONS (filename '/etc/passwd', format 'text', delimiter E'\x01');
