"""The contract of detectors holds for a good one; each mistake breaks it, with a message that says what and where."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.hooks import Detector
from matrx_orm_migrate.testing import DetectorContract, Example
from tests.support import policies
from tests.support.policies import ForgetfulOfPolicies, OfPolicies, PolicyContract, UnstableContract


class TestPolicies(PolicyContract):
    """A good detector goes through."""


class TestAnyPolicies(OfPolicies):
    """A good detector goes through, whatever is drawn."""


def example(name: str) -> Example:
    (found,) = [item for item in PolicyContract.examples if item.name == name]
    return found


def contract_of(mistaken: type[Detector]) -> PolicyContract:
    class Mistaken(PolicyContract):
        detector: ClassVar[type[Detector]] = mistaken

    return Mistaken()


@pytest.mark.parametrize(
    ("mistaken", "name", "said"),
    [
        (policies.ForgetsPermissive, "alter", "pg_dump tells another schema .*RESTRICTIVE"),
        (policies.LosesComments, "create", 'different: policy .*comment is None, wanted "it\'s"'),
        (policies.DropsNothing, "create", "after down, the schema is not what it was.*left over: policy"),
        (
            policies.TakesNoNotice,
            "a column changes its type under a policy",
            "cannot alter type of a column used in a policy definition",
        ),
    ],
)
def test_a_mistake_shows_on_the_way(
    mistaken: type[Detector], name: str, said: str, server: EmbeddedServer, tmp_path: Path
) -> None:
    where = rf"(?s)^example '{name}' on PostgreSQL \d+, from a to b: .*"
    with pytest.raises(AssertionError, match=where + said):
        contract_of(mistaken).test_there_and_back(example(name), server, tmp_path)


def test_a_property_that_nobody_reads_shows_though_nothing_else_changes(server: EmbeddedServer, tmp_path: Path) -> None:
    table, policy = "CREATE TABLE t (a integer);", "CREATE POLICY p ON t AS {} USING (a > 0)"
    only = Example(name="only", setup=table, a=policy.format("PERMISSIVE"), b=policy.format("RESTRICTIVE"))
    with pytest.raises(AssertionError, match=r"(?s)'only'.*no detector sees a change, but pg_dump does:.*RESTRICTIVE"):
        contract_of(policies.ForgetsPermissive).test_there_and_back(only, server, tmp_path)


def test_what_pg_dump_passes_over_is_judged_by_a_witness(server: EmbeddedServer, tmp_path: Path) -> None:
    class Watched(PolicyContract):
        witness = "SELECT 'pid', pg_backend_pid()"

    with pytest.raises(AssertionError, match=r"(?s)example 'create' .*after up, .*\n\+ witness: \('pid', \d+\)"):
        Watched().test_there_and_back(example("create"), server, tmp_path)


def test_what_an_extension_has_is_not_to_be_proposed(server: EmbeddedServer) -> None:
    with pytest.raises(AssertionError, match=r"example 'create': an extension has everything .* about policy .*p"):
        contract_of(policies.StaysUnderTables).test_nothing_of_an_extension_is_proposed(example("create"), server)


def test_the_order_of_a_set_shows_in_another_process(server: EmbeddedServer, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="example 'create': the same schemas gave another file the second time"):
        UnstableContract().test_equal_text_in_equal_bytes_out(server, tmp_path)


def test_a_contract_that_no_other_process_finds_says_so(server: EmbeddedServer, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Mistaken has to stand at the top of its module"):
        contract_of(policies.PolicyDetector).test_equal_text_in_equal_bytes_out(server, tmp_path)


def test_a_query_that_a_server_does_not_understand_is_named(server: EmbeddedServer) -> None:
    with pytest.raises(AssertionError, match=r"kind 'policy' on PostgreSQL \d+: .*polfuture does not exist"):
        contract_of(policies.ReadsWhatIsNotThere).test_the_catalog_queries_run(server)


def test_objects_that_do_not_read_back_are_told(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    test = ForgetfulOfPolicies.test_any_two_lead_to_one_another  # type: ignore[attr-defined]  # made for the class
    with pytest.raises(AssertionError, match=r"does not read back as it was:\ndifferent: policy .*permissive is True"):
        test(ForgetfulOfPolicies(), matrx_contract_server=server, tmp_path_factory=tmp_path_factory)


def test_examples_that_never_alter_say_too_little(server: EmbeddedServer) -> None:
    class Poor(PolicyContract):
        examples = (example("create"),)

    with pytest.raises(pytest.fail.Exception, match="no example of Poor shows: alter policy"):
        Poor().test_the_examples_show_what_happens_to_the_kinds(server)


def test_a_contract_about_nothing_fails(server: EmbeddedServer) -> None:
    class Nothing(DetectorContract):
        pass

    with pytest.raises(pytest.fail.Exception, match="Nothing names no kinds"):
        Nothing().test_the_examples_show_what_happens_to_the_kinds(server)
    assert Nothing.test_there_and_back is None, "there is nothing to run it with"
