INSERT INTO app.users (email) VALUES ('a@b');
INSERT INTO app.posts (user_id) VALUES (1);
