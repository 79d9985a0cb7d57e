"""What is said about nodes, workloads, rollouts, events and the whole picture; how it looks is in the golden files."""

from golden import scenes_events, scenes_nodes, scenes_rollouts, scenes_status, scenes_workloads
from golden.asked import HOUR, NOW, asks
from golden.scenes_rollouts import rollout
from golden.scenes_workloads import standing, stuck

from connectors._alerts.records import Alert, AlertList
from connectors._kube.nodes.records import Share
from connectors._kube.rollouts.records import ImageChange
from processors import events, nodes, rollouts, status, workloads
from processors._alert_digest import condense
from processors._amounts import share_said
from processors._controls import Button, Menu
from processors._event_listing import listing as event_listing
from processors._gists import of_alerts, of_nodes, of_workloads
from processors._images import changes_said
from processors._node_listing import listing as node_listing
from processors._passages import Table
from processors._rollout_listing import listing as rollout_listing
from processors._standing import state_said
from processors._summary import Summary, Tone
from processors._text import Span, Text
from processors._workload_listing import listing as workload_listing


def said(text: Text) -> str:
    """Return the words of a text; moments as `@`."""
    return "".join(one.text if isinstance(one, Span) else "@" for one in text)


def table(shown: Summary) -> Table:
    """Return the summary's first table."""
    return next(passage for passage in shown.body if isinstance(passage, Table))


def lines(shown: Summary) -> list[str]:
    """Return the commands of all buttons and options."""
    found = [control for control in shown.controls if isinstance(control, Button)]
    found += [option for control in shown.controls if isinstance(control, Menu) for option in control.options]
    return [button.line for button in found]


def test_a_node_leads_to_itself_on_its_own_cluster() -> None:
    """Two clusters have nodes of one name."""
    parts = [scenes_nodes.listed([scenes_nodes.lost(7)]), scenes_nodes.listed([scenes_nodes.lost(7)], target="staging")]
    shown = nodes.summary(parts, asks("nodes", "prod", "staging"))
    assert {"node @prod node-007", "node @staging node-007"} <= set(lines(shown))


def test_nodes_take_no_namespace_where_other_questions_follow() -> None:
    """`pods failed -l pool=gpu` would ask for pods with the nodes' labels."""
    shown = nodes.summary([scenes_nodes.listed([scenes_nodes.lost(7)])], asks("nodes", selector="pool=gpu"))
    assert "nodes notready -l pool=gpu @prod" in lines(shown)
    assert "pods failed @prod" in lines(shown)


def test_amounts_are_said_in_the_units_of_people() -> None:
    """64424509440 is no number that anybody reads."""
    assert share_said(Share("cpu", 6400, 15_000)) == "cpu 6.4 of 15 (42 %)"
    assert share_said(Share("memory", 8 << 30, 60 << 30)) == "memory 8 GiB of 60 GiB (13 %)"
    assert share_said(Share("pods", 32, 0)) == "pods 32 of 0"


def test_the_state_of_a_rollout_is_said_as_one_would_say_it() -> None:
    """These words are read aloud on a call."""
    assert state_said(stuck()) == "stuck: ProgressDeadlineExceeded"
    assert state_said(standing(state="rolling", desired=10, updated=3)) == "rolling out 3 of 10"
    assert state_said(standing(state="rolling", ready=40)) == "rolling out, 40 of 43 ready"
    assert state_said(standing(state="rolling", pods=45)) == "rolling out, 2 old pods left"
    assert state_said(standing(state="paused", ready=40)) == "paused, 40 of 43 ready"
    assert state_said(standing(state="stopped")) == "scaled to 0"
    assert state_said(standing(state="stopped", kind="DaemonSet")) == "wanted on no node"


def test_the_worst_workload_of_all_clusters_is_named_with_its_cluster() -> None:
    """It is the first thing to look at, wherever it is."""
    parts = [
        scenes_workloads.listed([standing(state="short", ready=40)]),
        scenes_workloads.listed([stuck()], target="staging"),
    ]
    shown = workloads.summary(parts, asks("workloads unhealthy", "prod", "staging"))
    assert [cell.text for cell in table(shown).rows[0][:2]] == ["payments/svc-014", "staging"]
    assert shown.tone is Tone.BAD


def test_workloads_that_lack_a_pod_are_no_red_alarm() -> None:
    """Red is for what is stuck or wholly away; one of 43 pods is not."""
    assert workloads.summary([scenes_workloads.listed([standing(state="short", ready=42)])], asks()).tone is Tone.WARNING
    assert workloads.summary([scenes_workloads.listed([standing(state="short", ready=0)])], asks()).tone is Tone.BAD


def test_a_rollout_that_is_under_way_is_not_called_bad() -> None:
    """Every rollout lacks pods for a minute."""
    found = [rollout(standing=scenes_rollouts.stands("rolling", 3))]
    shown = rollouts.summary([scenes_rollouts.listed(found)], asks("rollouts"))
    assert (shown.tone, "not well" in said(shown.title)) == (Tone.NEUTRAL, False)


def test_the_rollout_that_did_not_go_well_is_said_first() -> None:
    """It is probably why somebody asks."""
    shown = rollouts.summary([scenes_rollouts.listed(scenes_rollouts.rolled())], asks("rollouts"))
    assert lines(shown)[2] == "workload -n payments @prod deployment/svc-014"


def test_images_are_said_as_short_as_they_can_be_told_apart() -> None:
    """The registry is the same for all; a port is no tag."""
    pairs = {
        ("r.example.com/app:v1", "r.example.com/app:v2"): "c v1 → v2",
        ("r.example.com/app:v1", "mirror.example.com/app:v2"): "c app:v1 → app:v2",
        ("r.example.com/app:v1", "mirror.example.com/app:v1"): "c r.example.com/app:v1 → mirror.example.com/app:v1",
        ("localhost:5000/app", "localhost:5000/app:v2"): "c latest → v2",
        ("", "r.example.com/app:v1"): "c added: app:v1",
        ("r.example.com/app:v1", ""): "c removed",
    }
    for (before, after), words in pairs.items():
        assert changes_said([ImageChange("c", before, after)], first=False) == words
    assert changes_said([], first=False) == "same images"


def test_the_warning_that_happened_most_is_said_first() -> None:
    """The newest is in the first row anyhow."""
    often = scenes_events.backed_off("cart", times=9000, last=NOW - HOUR)
    shown = events.summary([scenes_events.listed([scenes_events.backed_off(), often])], asks("events warning"))
    assert "payments/cart" in said(next(p.text for p in shown.body if not isinstance(p, Table) and hasattr(p, "text")))
    assert table(shown).rows[0][1].text.startswith("payments/svc-014")


def test_an_event_leads_to_what_it_is_about() -> None:
    """Only where a command looks into it: there is none for a Job, say."""
    groups = [*scenes_events.of_all_kinds(), scenes_events.backed_off("nightly", kind="Job", sample="nightly-1")]
    shown = events.summary([scenes_events.listed(groups, question="all")], asks("events"))
    assert [line.split(" ")[0] for line in lines(shown)] == ["events", "pod", "node", "pod", "workload"]


def test_the_picture_names_the_nodes_that_are_away_not_those_under_pressure() -> None:
    """Two numbers of one line must not be mixed."""
    found = scenes_nodes.listed([scenes_nodes.lost(7), scenes_nodes.pressed(11)]).records
    gist = of_nodes(found)
    assert (gist.said, gist.detail) == ("1 of 60 nodes not ready", "node-007, 1 under pressure")


def test_unhealthy_workloads_are_red_only_where_one_is_stuck() -> None:
    """As in their own list."""
    assert of_workloads(scenes_workloads.listed([stuck()]).records).tone is Tone.BAD
    assert of_workloads(scenes_workloads.listed([standing(state="short", ready=40)]).records).tone is Tone.WARNING


def test_the_picture_of_a_namespace_leads_to_that_namespace() -> None:
    """But for nodes, which are in none."""
    shown = status.summary("payments", [scenes_status.picture(**scenes_status.BAD)], asks("status", namespace="payments"))
    assert lines(shown) == [
        "nodes notready @prod",
        "pods failed -n payments @prod",
        "workloads unhealthy -n payments @prod",
        "events warning -n payments @prod",
    ]


def test_files_have_every_row_and_times_that_mean_the_same_everywhere() -> None:
    """A file is read in another zone, days later."""
    made = (
        node_listing([scenes_nodes.listed([scenes_nodes.lost(7)])]),
        workload_listing([scenes_workloads.listed(scenes_workloads.every_state())]),
        rollout_listing([scenes_rollouts.listed(scenes_rollouts.rolled(), found=10)]),
        event_listing([scenes_events.listed(scenes_events.of_all_kinds(), left_out=4)]),
    )
    for listing, (rows, left_out) in zip(made, ((1, 0), (10, 0), (7, 3), (4, 4)), strict=True):
        found = list(listing.rows())
        assert (len(found), listing.left_out) == (rows, left_out)
        assert {len(row) for row in found} == {len(listing.columns)}
        assert any("2026-11-23T1" in cell for cell in found[0])


def test_an_alert_that_always_fires_does_not_spoil_the_picture() -> None:
    """It is there to show that alerting works, and a picture that is never green is looked at by nobody."""
    watchdog = Alert(name="Watchdog", severity="none")
    gist = of_alerts(condense(AlertList(alerts=(watchdog,), found=1)), "")
    assert (gist.tone, gist.said) == (Tone.GOOD, "1 alert firing, harmless")
    gist = of_alerts(condense(AlertList(alerts=(watchdog, Alert(name="Down", severity="page")), found=2)), "")
    assert (gist.tone, gist.said, gist.detail) == (Tone.BAD, "2 alerts firing", "page 1, none 1 · Down, Watchdog")


def test_alerts_of_which_some_were_not_read_are_at_least_so_many() -> None:
    """A number that is too small is worse than none."""
    found = AlertList(alerts=(Alert(name="Down"),), found=1, whole=False)
    assert of_alerts(condense(found), "").said == "at least 1 alert firing"
    assert of_alerts(condense(AlertList()), "").said == "no alert fires"
