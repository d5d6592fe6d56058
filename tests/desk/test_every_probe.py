"""Every address of the desk × every role × every relation to a case: nobody learns of a case that is not theirs, not even that it exists."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from desk_under_test import Town, case_of, sent, stored, town
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from doors_under_test import at_work
from test_gates import shared

from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.accounts.addresses import ADDRESSES as COMING_IN
from madoguchi.web.accounts.models import ROLES, Role
from madoguchi.web.desk import case_keys, cases
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.models import Case, Consent, Due
from madoguchi.web.desk.permissions import RIGHTS
from madoguchi.web.public.clock import now

NOBODY = "0" * 32
RELATIONS = ("other", "revoked", "summary", "merged away", "shredded", "closed")
# name of a route -> forms to try there; a new route needs its row, or the build is red.
FORMS: dict[str, list[dict[str, str]]] = {
    "desk-intake": [{"memo": "x", "settled": "yes"}, {"memo": ""}],
    "desk-memo": [{"memo": "x"}, {"memo": "x", "settled": "yes"}],
    "desk-people": [{"part": "caller"}, {"part": "consumer", "consumer-name": "x"}],
    "desk-due": [{"kind": "call_back", "day": "2026-12-01"}, {"done": "{due}"}],
    "desk-consents": [
        {"who": "consumer", "to": "x", "purpose": "x", "how": "oral", "fields": "case"},
        {"revoke": "{consent}"},
    ],
    "desk-record": [{"title": "x"}, {"scheme": "phishing"}],
    "desk-take": [{"answer": "taken:scheme=support_scam"}, {"answer": "left_out:scheme=support_scam"}],
    "desk-approval": [{"decision": "ask"}, {"decision": "approved"}],
    "desk-advice": [{"line": "x"}, {"answer": "said:hang_up"}, {"answer": "take_back:x"}],
    "desk-beside": [{}],
    "desk-bring": [{"pasted": "x"}, {"brought": "x", "take": "0"}, {"kept": "{file}"}],
    "desk-links": [{"act": "share", "to": "x/{consent}/case"}, {"into": "2026-00001"}, {"into_id": "0" * 32}],
    "desk-hand-over": [{"consent": "{consent}", "number": "4K7P-2M9X-H3QD-8WTR"}, {}],
    "desk-files": [{"remove": "{file}"}, {"file": "x"}],
    "desk-file": [{}],
    "desk-counterparts": [{"kind": "phone", "value": "0"}, {"act": "remove", "id": "{due}"}],
    "desk-letters": [{"draft": "cooling_off"}, {"rule": "kappu_kobenken"}],
    "desk-letter": [
        {"act": "save", "body": "x"},
        {"act": "print"},
        {"act": "sent", "on": "2026-11-01", "way": "fax"},
        {"act": "not_sent"},
        {"act": "fax_cover"},
        {"act": "remove"},
    ],
    "desk-register": [{"act": "register"}, {"act": "close"}],
    "desk-registered-case": [{}],
}
READ = {
    *("desk-intake", "desk-beside", "desk-consents", "desk-counterparts", "desk-files", "desk-links"),
    "desk-letters",
    *("desk-record", "desk-approval", "desk-register"),
}
OF_A_CENTRE = {
    "desk-report": "/desk/report/",
    "desk-report-cases": "/desk/report/cases/",
    "desk-report-file": "/desk/report/file/pdf/",
    "desk-registered": "/desk/report/registered/",
    "desk-analysis": "/desk/analysis/",
    "desk-behind": "/desk/analysis/behind/",
    "desk-definitions": "/desk/analysis/definitions/",
    "desk-figures": "/desk/analysis/figures/",
    "desk-figures-file": "/desk/analysis/figures/csv/",
    "desk-drafts": "/desk/analysis/drafts/",
    "desk-draft": "/desk/analysis/drafts/1/",
    "desk-log": "/desk/log/",
    "desk-disposal": "/desk/disposal/",
    "desk-certificate": f"/desk/disposal/{NOBODY}/",
    "desk-backup": "/desk/backup/",
}
WITHOUT_A_CASE = {
    "desk-today",
    "desk-open",
    "desk-number",
    "desk-take-in",
    "desk-from-others",
    *OF_A_CENTRE,
    *(route.name for route in COMING_IN),
}


@dataclass(frozen=True)
class Strange:
    """A case that is not the asker's, and what would show that something of it came out."""

    case_id: str
    secret: str
    due: str
    consent: str
    file: str = NOBODY
    letter: str = NOBODY

    def leaks(self, response: HttpResponse) -> bool:
        told = response.content.decode("utf-8", "replace") + str(dict(response.headers))
        return self.secret in told or (self.case_id in told and response.status_code != 302)


def places(case_id: str, file_id: str = NOBODY, letter_id: str = NOBODY) -> Iterator[tuple[str, str]]:
    """name, path of every route of a case."""
    ids = {"case_id": case_id, "file_id": file_id, "letter_id": letter_id}
    for one in get_resolver().url_patterns:
        if str(one.name).startswith("desk-") and one.name not in WITHOUT_A_CASE:
            path = f"/{one.pattern._route}"
            for name, id_ in ids.items():
                path = path.replace(f"<slug:{name}>", id_)
            yield one.name, path


def strange_to(asker: Town, relation: str) -> Strange:
    """A case of another centre in ``relation`` to the asker's."""
    owner = town(alone=True).person("head")
    secret = f"ひみつ{secrets.token_hex(8)}"
    case_id, consent = shared(owner, asker, "summary" if relation == "summary" else "case")
    if relation != "summary":
        cases.revoke_consent(owner, sent(), case_id, consent)
    if relation == "other":
        case_id = case_of(owner)
    cases.write_text(owner, sent(), case_id, "memo", f"警告画面に電話した {secret}")
    due = cases.add_due(owner, sent(), case_id, "call_back", now(), secret)
    file = cases.attach(owner, sent(), case_id, "a.txt", secret.encode())
    letter = cases.draft_letter(owner, sent(), case_id, "cooling_off", LetterWords(body=secret))
    _ended(owner, case_id, relation)
    return Strange(case_id, secret, due, consent, file, letter)


def _ended(owner: Member, case_id: str, relation: str) -> None:
    if relation == "closed":
        for act in (cases.ask_approval, lambda *a: cases.decide(*a, "approved"), cases.register, cases.close):
            act(owner, sent(), case_id)
    if relation == "merged away":
        cases.merge(
            owner, sent(), case_id, case_of(owner), version=stored(owner, Case, pk=case_id)[0].version
        )
    if relation == "shredded":
        with within(owner.centre):
            case_keys.shred(Case.objects.get(pk=case_id))


def asked(client: Client, method: str, path: str, form: dict[str, str], strange: Strange) -> HttpResponse:
    sent_ = {
        name: text.format(due=strange.due, consent=strange.consent, file=strange.file)
        for name, text in form.items()
    }
    return client.generic(
        method,
        path,
        "&".join(f"{name}={text}" for name, text in {"version": "1", **sent_}.items()),
        content_type="application/x-www-form-urlencoded",
    )


def same(one: HttpResponse, other: HttpResponse, *, ids: tuple[str, str]) -> bool:
    """Byte for byte, but for the id that was asked for (it can only stand where one is led to sign in)."""
    bodies = one.content == other.content and one.status_code == other.status_code
    heads = [
        {name: text.replace(ids[at], "") for name, text in each.items()}
        for at, each in enumerate((one, other))
    ]
    return bodies and heads[0] == heads[1]


def probed(role: Role, relation: str) -> tuple[int, list[str]]:
    """Asks everything for one role about one strange case; how many probes, and what came out."""
    asker = town()
    strange, client = strange_to(asker, relation), at_work(asker.person(role))
    count, leaks = 0, []
    for name, path in places(strange.case_id, strange.file, strange.letter):
        for method, form in itertools.product(("GET", "HEAD", "POST", "PUT", "DELETE"), FORMS[name]):
            answer = asked(client, method, path, form, strange)
            nobody = asked(client, method, path.replace(strange.case_id, NOBODY), form, strange)
            count += 2
            if strange.leaks(answer) or not same(answer, nobody, ids=(strange.case_id, NOBODY)):
                leaks.append(f"{role} {relation} {method} {path} {answer.status_code} {nobody.status_code}")
    return count, leaks


def test_every_route_of_the_desk_has_its_row() -> None:
    assert {name for name, _ in places("x")} == set(FORMS)


def test_no_probe_tells_of_a_case_that_is_not_theirs() -> None:
    found = [probed(role, relation) for role in ROLES for relation in RELATIONS]
    leaks = [leak for _, some in found for leak in some]
    print(f"{sum(count for count, _ in found)} probes, {len(leaks)} leaks")
    assert leaks == [] and sum(count for count, _ in found) >= 3_000


def test_the_probes_can_find_something() -> None:
    """The same questions by somebody to whom the case is shared: now they must find it, or they prove nothing."""
    asker = town()
    case_id, _ = shared(town().person("counsellor"), asker)
    client = at_work(asker.person("counsellor"))
    assert {client.get(path).status_code for name, path in places(case_id) if name in READ} == {200}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_its_own_cases_as_its_row_says(role: Role) -> None:
    here = town()
    case_id, client = case_of(here.person("counsellor")), at_work(here.person(role))
    wanted = 200 if "read_case" in RIGHTS[role] else 403
    assert {client.get(path).status_code for name, path in places(case_id) if name in READ} == {wanted}


@pytest.mark.parametrize("role", ROLES)
def test_a_shared_case_is_read_and_never_written(role: Role) -> None:
    asker, owner = town(), town(alone=True).person("head")
    case_id, consent = shared(owner, asker)
    strange, client = Strange(case_id, "-", "0", consent), at_work(asker.person(role))
    before = stored(owner, Case, pk=case_id)[0].version
    for name, path in places(case_id):
        for form in FORMS[name]:
            assert asked(client, "POST", path, form, strange).status_code in (403, 404, 405)
    assert stored(owner, Case, pk=case_id)[0].version == before


@pytest.mark.parametrize(("field", "route"), [("done", "due"), ("revoke", "consents")])
def test_an_id_inside_a_form_reaches_no_other_case(field: str, route: str) -> None:
    asker, owner = town().person("head"), town().person("counsellor")
    theirs, consent = shared(owner, town())
    due = cases.add_due(owner, sent(), theirs, "call_back", now())
    form = {field: due if field == "done" else consent, "version": "9"}
    assert at_work(asker).post(f"/desk/cases/{case_of(asker)}/{route}/", form).status_code == 422
    assert stored(owner, Due, pk=due)[0].done_at is None
    assert stored(owner, Consent, pk=consent)[0].revoked_at is None


def test_a_number_of_another_centre_is_no_number() -> None:
    asker, owner = town(), town().person("counsellor")
    for _ in range(3):
        case_of(owner)
    answers = [
        at_work(asker.person("head")).post("/desk/number/", {"number": f"2026-0000{n}"}) for n in (3, 9)
    ]
    assert {one.status_code for one in answers} == {404} and answers[0].content == answers[1].content


def told_of_the_centre(asker: Member) -> list[bytes]:
    """What every page of a centre shows, but for the marks of its forms, and the lines of the log about the asker's own asking."""
    client, own = at_work(asker), re.escape(asker.staff.login.encode())
    client.get(OF_A_CENTRE["desk-log"])  # the first line of a log that was empty
    pages = [client.get(f"{path}?cases=all&table=cases").content for path in OF_A_CENTRE.values()]
    inside = rb"(?:(?!</tr>).)*"
    mark = rb'name="(csrfmiddlewaretoken|key)" value="[^"]*"|<tr><td>' + inside + own + inside + rb"</tr>"
    return [re.sub(mark, b"", page) for page in pages]


@pytest.mark.parametrize("relation", ["other", "case", "summary"])
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_a_centre_tell_nothing_of_a_strange_case_shared_or_not(role: Role, relation: str) -> None:
    asker, owner = town(), town(alone=True).person("head")
    member = asker.person(role)
    before = told_of_the_centre(member)
    _ = case_of(owner) if relation == "other" else shared(owner, asker, relation)
    assert told_of_the_centre(member) == before


def test_nobody_comes_in_without_signing_in() -> None:
    case_id, client = case_of(town().person("counsellor")), Client(SERVER_NAME="localhost")
    for name, path in places(case_id):
        answer = (
            client.get(path)
            if name in {*READ, "desk-file", "desk-letter", "desk-registered-case"}
            else client.post(path)
        )
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/desk/sign-in/")
