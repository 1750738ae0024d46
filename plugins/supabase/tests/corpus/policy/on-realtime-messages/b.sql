-- shows: who may listen to a private channel
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE POLICY listen ON realtime.messages FOR SELECT TO authenticated USING (extension = 'broadcast');
