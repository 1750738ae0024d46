-- shows: policies of one's own on storage.objects
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE POLICY "avatars are read by all" ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
CREATE POLICY "own folder" ON storage.objects FOR INSERT TO authenticated WITH CHECK (bucket_id = 'avatars' AND (SELECT auth.uid())::text = (storage.foldername(name))[1]);
