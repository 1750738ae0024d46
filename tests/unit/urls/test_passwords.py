"""No password in any message."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.connections import ConnectArguments, display_url, parse_url
from matrx_orm_migrate.connections.urls import describe_url
from matrx_orm_migrate.errors import ConfigError

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(user=texts, password=texts, database=texts)
def test_whatever_is_escaped_comes_back(user: str, password: str, database: str) -> None:
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@h:1/{quote(database, safe='')}"

    assert parse_url(url) == ConnectArguments(hosts=("h",), ports=(1,), user=user, password=password, database=database)
    asked = f"postgresql://h:1/?user={quote(user, safe='')}&password={quote(password, safe='')}&dbname="
    assert parse_url(asked + quote(database, safe="")) == parse_url(url)


@given(password=st.text(st.characters(codec="utf-8", exclude_characters="\0%/?"), min_size=1))
def test_an_at_sign_a_colon_or_a_hash_in_a_password_needs_no_escape(password: str) -> None:
    arguments = parse_url(f"postgresql://anna:{password}@h/d")

    assert (arguments.user, arguments.password, arguments.hosts) == ("anna", password, ("h",))


secrets = st.text(st.sampled_from("xyz/@#?:%&=[], +")).map(lambda text: f"Hunter{text}Two")


@given(password=secrets)
def test_no_error_no_repr_and_no_description_shows_a_password_that_is_not_escaped(password: str) -> None:
    url = f"postgresql://anna:{password}@db.example.com:5432/shop?sslmode=require"
    shown = [display_url(url), describe_url(url)]
    try:
        arguments = parse_url(url)
    except ConfigError as error:
        shown += [str(error), repr(error), repr(error.__cause__), str(error.__context__)]
    else:
        shown += [repr(arguments), repr(arguments.keywords())]
        assert arguments.password == password
    for text in shown:
        assert "Hunter" not in text
        assert "Two" not in text


@pytest.mark.parametrize(
    "password",
    ["a/b", "a?b", "a/b?c", "1?secret=x", "a@b/c", "a@b?c=d", "a%", "a%4", "1/2", "12?x&y=z", "a/b@c", "a#/b"],
)
def test_a_password_that_cuts_the_url_in_the_wrong_place_is_explained(password: str) -> None:
    with pytest.raises(ConfigError, match="the URL has") as caught:
        parse_url(f"postgresql://anna:{password}@h:5432/shop?sslmode=require")
    assert "%2F for /" in caught.value.hint


@pytest.mark.parametrize(
    "url", ["", "mysql://u:s3cret@h/d", "postgresql:u:s3cret@h", "u:s3cret@h/d", "sqlite:///s3cret", "://s3cret"]
)
def test_what_is_no_postgresql_url_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigError, match="not a PostgreSQL URL") as caught:
        parse_url(url)
    assert "s3cret" not in str(caught.value)
    assert display_url(url) == "(a URL that cannot be read)"
    assert describe_url(url) == "the database"


@pytest.mark.parametrize(
    "url",
    ["postgresql://h:0/d", "postgresql://h:65536/d", "postgresql://h:x/d", "postgresql://::1/d", "postgresql://[::1/d"],
)
def test_a_wrong_address_is_explained(url: str) -> None:
    with pytest.raises(ConfigError, match="the URL has"):
        parse_url(url)
