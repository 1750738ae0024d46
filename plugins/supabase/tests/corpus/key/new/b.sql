-- shows: a foreign key to auth.users
CREATE TABLE note (id integer PRIMARY KEY, owner uuid);
CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
