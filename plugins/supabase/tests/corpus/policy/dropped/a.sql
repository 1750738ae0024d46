CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE POLICY own ON storage.objects USING (owner = auth.uid());
CREATE POLICY buckets ON storage.buckets FOR SELECT USING (public);
