-- shows: one of two policies on storage goes
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE POLICY buckets ON storage.buckets FOR SELECT USING (public);
