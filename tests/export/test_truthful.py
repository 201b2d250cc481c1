"""The truthful sentences as Markdown: first as a page, then in a table next to the claims that they replace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from tests.business import promise
from tests.businesses import our_content
from tests.export.example import business
from tests.export.reading import harmless, one_line, shape, texts, words
from tests.strategies import fewer

from trueup.answers.document import audit_from_document
from trueup.answers.model import Audit
from trueup.content.model import Content
from trueup.engine.analysis import Analysis
from trueup.engine.judge import judge
from trueup.engine.model import Statement
from trueup.engine.truthful import Claimed, Truth, together, truths
from trueup.export.markdown_summary import NAMED_AGAIN, write_truths
from trueup.export.markdown_writer import Writer
from trueup.session.sample import open_sample
from trueup.wording.say import (
    claimed,
    headlines,
    instead,
    keeping,
    meant,
    own_lines,
    without_overstated,
    worth_publishing,
)


@pytest.fixture(scope="session")
def phrased(small: Content) -> Content:
    """The small content, with a sentence for each way to start."""
    start = small.topics["start"].with_changes(
        phrases={"alone": "Start on your own.", "talk": "We talk first, then you decide."}
    )
    return small.with_changes(topics={**small.topics, "start": start})


def written(content: Content, audit: Audit) -> str:
    page = Writer()
    write_truths(page, Analysis(content, audit))
    return page.text()


def test_the_page_comes_first_and_then_each_claim_with_a_true_sentence(phrased: Content) -> None:
    text = written(phrased, business())
    heading, page, table = text.strip().split("\n\n")
    assert heading == "## What you can truthfully say today"
    assert page == "We talk first, then you decide. If you come through HomeGuild, start on your own."
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.split("\n")]
    assert cells[0] == ["what you say", "what it claims", "", "what you deliver lets you say"]
    assert ["“Start now”", "alone, no talk needed", "≈", page] in cells


def test_an_open_claim_names_the_question_to_be_answered(phrased: Content) -> None:
    audit = business().with_answer("operations.speed", None)
    assert "(To be answered: How many hours until a customer has what they bought?)" in written(phrased, audit)


def test_the_section_is_left_out_if_there_are_no_claims(phrased: Content) -> None:
    assert written(phrased, Audit("Acme", "2026-Q4")) == "\n"


def test_the_section_says_so_if_too_little_is_known_for_a_true_sentence(small: Content) -> None:
    assert "Nothing yet: what really happens isn't known well enough." in written(small, business())


def test_a_promise_that_makes_a_claim_twice_is_quoted_once(phrased: Content) -> None:
    audit = business()
    findings = judge(phrased, audit)
    truth = next(truth for truth in truths(phrased, audit, findings) if truth.topic == "start")
    assert claimed(phrased, findings, truth) == ("“Start now”",)
    assert meant(phrased, findings, truth) == "alone, no talk needed"


@fewer(2)
@given(text=texts.filter(one_line))
def test_no_promise_can_change_the_structure_of_the_section(reader: MarkdownIt, phrased: Content, text: str) -> None:
    def read(text_of: Callable[[str], str]) -> list[object]:
        return list(reader.parse(written(phrased, business(text_of))))

    hostile, peaceful = read(lambda _: text), read(lambda _: harmless(text))
    assert shape(hostile) == shape(peaceful)  # type: ignore[arg-type]
    assert words(hostile)[0] == "What you can truthfully say today"  # type: ignore[arg-type]


def test_an_admission_that_contradicts_a_promise_is_never_a_headline(phrased: Content) -> None:
    def truth(sentence: str, compared: Claimed, mismatch: str = "") -> Truth:
        return Truth("start", (), compared, (sentence,), mismatch)

    told = [
        truth("Made for one, used by many.", "contradiction", "start.gated"),
        truth("Often cheaper than this page says.", "accepted", "start.gated"),
        truth("Start on your own.", "agrees"),
    ]
    assert headlines(Analysis(phrased, business()), told) == ("Start on your own.",)


def test_a_sentence_that_admits_a_condition_comes_after_better_headlines(phrased: Content) -> None:
    start = phrased.topics["start"].with_changes(admits=("talk",))
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    admitted = Truth("start", (), "agrees", ("We talk first, then you decide.",))
    better = Truth("start", (), "agrees", ("Start on your own.",))
    assert headlines(Analysis(content, business()), [admitted, better]) == (
        "Start on your own.",
        "We talk first, then you decide.",
    )


def test_a_long_promise_is_quoted_in_full_only_once() -> None:
    session = open_sample()
    text = written(session.content, session.current)
    for row in session.current.of("promise"):
        in_full = f"“{row.text('words')}”"
        assert text.count(in_full) == 1 or len(in_full) <= NAMED_AGAIN, in_full


def test_a_minor_sentence_is_never_a_headline(phrased: Content) -> None:
    start = phrased.topics["start"].with_changes(minor=("talk",))
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    told = [
        Truth("start", (), "", (sentence,)) for sentence in ("We talk first, then you decide.", "Start on your own.")
    ]
    assert headlines(Analysis(phrased, business()), told) == ("We talk first, then you decide. Start on your own.",)
    assert headlines(Analysis(content, business()), told) == ("Start on your own.",)


@pytest.mark.parametrize("claims", [[], ["partner.same"], ["discount.same"]])
def test_a_partners_lower_price_is_never_advertised(claims: list[str]) -> None:
    """A page that sends people to whoever is cheaper costs the founder the sale."""
    content = our_content()
    at_partner = {"id": "guild", "name": "The guild", "price": "less"}
    document = {
        "business": "Kiln letters",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": "course"},
        "promises": [{"id": "price", "words": "One price.", "where": "page", "claims": claims}],
        "channels": [{"id": "own", "name": "My site"}, at_partner],
    }
    analysis = Analysis(content, audit_from_document(document, content))
    true = truths(content, analysis.audit, analysis.findings)
    offered = [*headlines(analysis, true), *worth_publishing(analysis, true)]
    assert any("partner's price" in sentence for truth in true for sentence in truth.sentences)
    assert not any("less from a partner" in sentence for sentence in offered)
    assert claims == ["partner.same"] or not any("partner's price" in sentence for sentence in offered)


def test_a_sentence_on_the_topic_of_a_published_line_is_no_headline(phrased: Content) -> None:
    line = Statement("start.alone", "say", "promise.claims", "Start now, with your key.", "memory")
    already_said = Truth("start", (line,), "agrees", ("Start on your own.",))
    its_own = Truth("start", (line,), "agrees", (), own=("Start now, with your key.",))
    assert headlines(Analysis(phrased, business()), [already_said]) == ()
    assert headlines(Analysis(phrased, business()), [its_own]) == ("Start now, with your key.",)


def test_a_headline_is_about_what_customers_come_for_and_ends_like_a_sentence_before_another() -> None:
    analysis = Analysis(our_content(), Audit("Salt & Spoke", "2026-Q4"))

    def made(*sentences: tuple[str, str]) -> tuple[str, ...]:
        return headlines(analysis, [Truth(topic, (), "", (said,)) for topic, said in sentences])

    disclosed = ("independence", "I earn nothing from anything I recommend."), ("work", "Someone can take over.")
    assert made(*disclosed) == ()
    assert made(*disclosed, ("speed", "You usually have it the same day.")) == ("You usually have it the same day.",)

    line = Statement("data.nobody", "say", "promise.claims", "No one else sees your papers", "memory")
    own = Truth("data", (line,), "agrees", (), own=("No one else sees your papers",))
    alone = Truth("start", (), "", ("Start on your own.",))
    assert headlines(analysis, [own, alone]) == ("No one else sees your papers. Start on your own.",)


def test_each_sentence_is_on_the_page_once_also_below_the_headlines(phrased: Content) -> None:
    told = [ALONE, LINE]
    assert together(phrased, told, ["Start on your own. Call us."]) == (OWN,)
    assert together(phrased, told, headlines(Analysis(phrased, business()), told)) == ()


def test_a_cut_quote_in_the_table_keeps_its_closing_mark_and_every_row_of_a_promise_says_what_it_claims() -> None:
    content = our_content()
    words = "Write to us any time. " + "We answer every message that we get. " * 8

    def row(**fields: str) -> str:
        document = {"business": "A", "quarter": "2026-Q4", "promises": [promise(**fields)]}
        return written(content, audit_from_document(document, content)).splitlines()[-1]

    assert row(words=words).count("…” | everyone gets exactly that | ? |") == 1
    rarely = "| “There tomorrow.” | everyone gets exactly that | ≠ | (2 of 10 got exactly that) |"
    assert row(words="There tomorrow.", kept="2 of 10") == rarely


def published(content: Content, told: list[Truth]) -> tuple[str, ...]:
    audit = business()
    return worth_publishing(Analysis(content, audit), told)


OWN = "Three years' guarantee on paint, ten on gilding."
ALONE = Truth("start", (), "agrees", ("Start on your own.",))
TALK = Truth("start", (), "contradiction", ("We talk first, then you decide.",), "start.gated")
LINE = Truth("speed", (), "agrees", (), own=(OWN,))


def test_page_one_begins_with_what_replaces_untrue_words(phrased: Content) -> None:
    quoted = f"“{OWN}” (your own words)"
    assert published(phrased, [ALONE, LINE, TALK]) == (TALK.sentences[0], quoted, ALONE.sentences[0])


def test_an_admission_comes_after_the_founders_own_lines_even_if_it_replaces_untrue_words(phrased: Content) -> None:
    start = phrased.topics["start"].with_changes(admits=("talk",))
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    quoted = f"“{OWN}” (your own words)"
    assert published(phrased, [LINE, TALK]) == (TALK.sentences[0], quoted)
    assert published(content, [LINE, TALK]) == (quoted, TALK.sentences[0])


@pytest.mark.parametrize(
    ("claims", "offered"), [(["renewal.back", "leaving.anytime"], False), (["support.week"], True)]
)
def test_a_condition_that_breaks_what_another_line_promises_is_not_offered(claims: list[str], offered: bool) -> None:
    clause = "Annual payments are not returned."
    promises = [
        {"id": "broken", "words": "What we say to every reader.", "claims": claims, "kept": "0 of 6"},
        {"id": "receipt", "words": clause, "claims": ["leaving.norefund"], "kept": "6 of 6"},
    ]
    document = {"business": "River levels", "quarter": "2026-Q4", "answers": {"identity.kind": "course"}}
    content = our_content()
    analysis = Analysis(content, audit_from_document({**document, "promises": promises}, content))
    assert (clause in own_lines(analysis, truths(content, analysis.audit, analysis.findings))) is offered


def test_true_claims_in_a_line_that_is_untrue_in_another_way_are_to_be_kept() -> None:
    told = Truth("start", (), "partly", ("Start on your own.",))
    assert (instead(told), keeping(told)) == (("Start on your own.",), "")
    assert keeping(Truth("start", (), "partly", ())) == "(keep this part of your words)"
    assert keeping(Truth("start", (), "agrees", ())) == "(keep your own words)"


def test_page_one_leaves_out_a_minor_sentence_unless_it_replaces_something(phrased: Content) -> None:
    start = phrased.topics["start"].with_changes(minor=("alone", "talk"))
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    assert published(content, [ALONE, TALK]) == TALK.sentences


def test_page_one_leaves_out_what_is_only_true_of_some_channels(phrased: Content) -> None:
    one = Truth("start", (), "agrees", ("If you come through HomeGuild, start on your own.",))
    assert published(phrased, [one]) == ()


def test_page_one_leaves_out_a_very_long_line_of_the_founders_own(phrased: Content) -> None:
    assert published(phrased, [Truth("speed", (), "agrees", (), own=(f"{OWN} " * 5,))]) == ()


def test_page_one_leaves_out_a_sentence_on_the_topic_of_a_published_line(phrased: Content) -> None:
    line = Statement(
        "start.alone", "say", "promise.claims", "Start now, with the key from your first letter.", "memory"
    )
    already_said = Truth("start", (line,), "agrees", ("Start on your own.",))
    assert published(phrased, [already_said]) == ()
    assert published(phrased, [ALONE]) == ALONE.sentences


def test_page_one_leaves_out_a_sentence_that_lacks_something(phrased: Content) -> None:
    start = phrased.topics["start"].with_changes(phrases_add={"talk": "for how long"})
    content = phrased.with_changes(topics={**phrased.topics, "start": start})
    assert published(phrased, [ALONE, TALK]) == (*TALK.sentences, *ALONE.sentences)
    assert published(content, [ALONE, TALK]) == ALONE.sentences
    assert "(Add for how long.) |" in written(content, business())


def in_time(customers: list[dict[str, object]], **fields: object) -> bool:
    """Whether a workshop with these customers can say that they were served in time."""
    answers = {"identity.kind": "goods", "operations.speed": "month"}
    document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "customers": customers} | fields
    content = our_content().worded("goods")
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    told = truths(content, audit, findings)
    said = (*worth_publishing(Analysis(content, audit), told), *headlines(Analysis(content, audit), told))
    return any("on time" in each for each in said)


TEN_IN_TIME: list[dict[str, object]] = [{"who": str(n), "received": "ontime"} for n in range(10)]


@pytest.mark.parametrize(("customers", "is_said"), [(3, False), (4, False), (5, True), (10, True)])
def test_a_count_of_fewer_than_a_handful_of_customers_is_not_worth_printing(customers: int, *, is_said: bool) -> None:
    assert in_time(TEN_IN_TIME[:customers]) is is_said


def test_a_count_that_leaves_out_some_of_the_last_customers_is_not_worth_printing() -> None:
    assert in_time(TEN_IN_TIME)
    assert not in_time([*TEN_IN_TIME[:6], *({"who": f"blank {n}"} for n in range(4))])


def test_customers_are_not_said_to_be_served_in_time_while_a_promised_time_is_broken() -> None:
    assert in_time(TEN_IN_TIME, promises=[promise("speed.month")])
    assert not in_time(TEN_IN_TIME, promises=[promise("speed.day")])


@pytest.mark.parametrize(
    ("words", "claim", "kept", "is_said"),
    [
        ("At most four hours in the box.", "kept.vow", 6, False),
        ("At most four hours in the box.", "kept.vow", 10, True),
        ("Six lessons, never fewer.", "kept.vow", 6, True),
        ("Money back within thirty days.", "leaving.refund", 6, True),
    ],
)
def test_customers_are_not_said_to_be_served_in_time_while_words_that_name_a_time_are_broken(
    words: str, claim: str, kept: int, *, is_said: bool
) -> None:
    assert in_time(TEN_IN_TIME, promises=[promise(claim, words=words, kept=kept)]) is is_said


@pytest.mark.parametrize(("kept", "about", "is_said"), [(2, "main", False), (3, "main", True), (0, "other", True)])
def test_that_orders_came_on_time_is_no_praise_where_hardly_anyone_got_what_was_promised(
    kept: int, about: str, *, is_said: bool
) -> None:
    untested = promise("described.checked", about=about, other="used parts", kept=kept)
    assert in_time(TEN_IN_TIME, promises=[untested]) is is_said


def said_by(kind: str, **fields: object) -> list[str]:
    """What page one lets a business of this kind say."""
    document = {"business": "Acme", "quarter": "2026-Q4", **fields}
    document["answers"] = {"identity.kind": kind, **document.get("answers", {})}
    content = our_content().worded(kind)
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    told = without_overstated(Analysis(content, audit), truths(content, audit, findings))
    return list(worth_publishing(Analysis(content, audit), told))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("goods", "All of my last 10 customers got their order on time."),
        ("service", "I kept the agreed date with all of my last 10 clients."),
        ("local", "I kept to the agreed time with all of my last 10 customers."),
        ("marketplace", "All of my last 10 orders came on time."),
    ],
)
def test_a_count_of_those_served_in_time_speaks_of_the_time_only(kind: str, sentence: str) -> None:
    assert said_by(kind, customers=TEN_IN_TIME) == [sentence]


@pytest.mark.parametrize(("claims", "is_said"), [(["speed.weeks"], False), (["speed.weeks", "punctual.ontime"], True)])
def test_a_wait_that_was_kept_is_no_agreed_time_that_was_kept(claims: list[str], *, is_said: bool) -> None:
    visit = promise(*claims, words="Usually at your place within three weeks.", kept=10)
    kept = "I kept to the agreed time with all of my last 10 customers."
    assert (kept in said_by("local", customers=TEN_IN_TIME, promises=[visit])) is is_said


@pytest.mark.parametrize(
    ("claims", "is_said"),
    [(["dispatch.days"], False), (["dispatch.days", "speed.week"], True), (["returns.free"], True)],
)
def test_parcels_that_left_in_time_are_no_orders_that_came_in_time(claims: list[str], *, is_said: bool) -> None:
    posted = promise(*claims, words="Posted within five working days.", kept=10)
    came = "All of my last 10 customers got their order on time."
    assert (came in said_by("goods", customers=TEN_IN_TIME, promises=[posted])) is is_said


@pytest.mark.parametrize(("kind", "is_said"), [("software", True), ("content", False), ("marketplace", False)])
def test_that_they_started_alone_is_only_said_of_customers_who_start_something(kind: str, *, is_said: bool) -> None:
    customers = [{"who": str(n), "started": "alone"} for n in range(10)]
    document = {"business": "A", "quarter": "2026-Q4", "answers": {"identity.kind": kind}, "customers": customers}
    content = our_content().worded(kind)
    audit = audit_from_document(document, content)
    told = truths(content, audit, judge(content, audit))
    said = headlines(Analysis(content, audit), told)
    assert any("got started on their own" in each for each in said) is is_said


def line(id: str, words: str, *claims: str, **fields: object) -> dict[str, object]:
    """A published line that all of the last ten customers got to the letter, by the records."""
    return {"id": id, "words": words, "claims": list(claims), "kept": {"value": 10, "evidence": "record"}, **fields}


def test_the_founders_own_lines_come_before_general_sentences() -> None:
    own = [
        line("repair", "Straps repaired for life.", "lasting.repair"),
        line("cap", "Sixty a month, no more.", "capacity.capped"),
        line("sunday", "I answer letters on Sundays.", "support.week"),
    ]
    ten = [{"who": str(n), "paid": "full"} for n in range(10)]
    said = said_by("goods", answers={"offer.start": "tender", "offer.shown": "shown"}, promises=own, customers=ten)
    assert {each for each in said if "your own words" not in each} == {"You get a quote first, then you decide."}
    assert "your own words" not in said[3]


def test_a_line_for_some_groups_comes_after_those_for_everyone() -> None:
    groups = [{"id": "schools", "name": "schools"}, {"id": "players", "name": "players"}]
    schools = line("schools", "Schools pay 12 euros.", "discount.less", groups=["schools"])
    everyone = line("repair", "Straps repaired for life.", "lasting.repair")
    said = said_by("goods", groups=groups, promises=[schools, everyone])
    assert [each.partition("”")[0] for each in said] == ["“Straps repaired for life.", "“Schools pay 12 euros."]


def test_a_line_that_names_prices_comes_before_conditions() -> None:
    terms = line("apply", "Only clubs with a hall can order.", "access.condition")
    price = line("price", "Small 30, large 40.", "shown.shown", "limits.cap")
    said = said_by("goods", promises=[terms, price])
    assert [each.partition("”")[0] for each in said] == ["“Small 30, large 40.", "“Only clubs with a hall can order."]


def test_lines_that_were_counted_for_what_sells_most_come_first() -> None:
    promises = [
        line("rush", "Rush repairs cost 30% more.", "extras.named", about="other", other="rush repairs"),
        line("wind", "In wind we walk."),
        {"id": "closed", "words": "Closed in August.", "claims": ["times.season"]},
        line("repair", "Straps repaired for life.", "lasting.repair", groups=["players"]),
    ]
    groups = [{"id": "schools", "name": "schools"}, {"id": "players", "name": "players"}]
    said = [each.partition("”")[0] for each in said_by("goods", groups=groups, promises=promises)]
    assert said[0] == "“Straps repaired for life."
    assert sorted(said[1:]) == ["“Closed in August.", "“In wind we walk.", "“Rush repairs cost 30% more."]


def test_a_line_without_a_claim_is_not_said_if_its_words_make_one_that_is_untrue() -> None:
    words = "You don't need an account for that."
    asks = [{"id": "site", "name": "Site", "conditions": ["account"], "steps": ["page", "online"]}]
    assert said_by("software", promises=[line("none", words)]) == [f"“{words}” (your own words)"]
    assert f"“{words}” (your own words)" not in said_by("software", promises=[line("none", words)], channels=asks)


def test_that_prices_are_published_is_not_said_beside_a_line_that_states_one() -> None:
    def page(line: dict[str, object]) -> str:
        answers = {"identity.kind": "goods", "offer.shown": "shown"}
        document = {"business": "Acme", "quarter": "2026-Q4", "answers": answers, "promises": [line]}
        return written(our_content().worded("goods"), audit_from_document(document, our_content()))

    sentence = "You can see my prices before you ask."
    assert sentence in page(line("repair", "Repaired in 3 days.", "lasting.repair"))
    assert sentence not in page(line("price", "One reed 32 euros, postage 11.", "extras.named"))


@pytest.mark.parametrize(("fees", "is_said"), [(["seller"], False), ([], True)])
def test_a_line_whose_other_half_an_answer_contradicts_is_not_offered_as_it_is(
    fees: list[str], *, is_said: bool
) -> None:
    words = "Guests pay nothing to us. The price you see is what the host gets."
    half = line("nothing", words, "fees.nobuyers")
    said = said_by("marketplace", answers={"offer.fees": fees}, promises=[half])
    assert (f"“{words}” (your own words)" in said) is is_said


@pytest.mark.parametrize(
    ("words", "claim"),
    [("I get nothing from Tarmo.", "independence.someone"), ("My dad sands on Thursdays.", "work.helper")],
)
def test_a_line_about_someone_else_is_not_repeated_elsewhere(words: str, claim: str) -> None:
    answers = {"operations.commission": "customer"}
    assert said_by("course", answers=answers, promises=[line("one", words, claim)]) == []
    more = line("one", words, claim, "lasting.repair")
    assert said_by("course", answers=answers, promises=[more]) == [f"“{words}” (your own words)"]


@pytest.mark.parametrize(("promises", "more"), [(3, ""), (4, "and 2 more"), (9, "and 7 more")])
def test_a_row_of_lines_without_a_claim_quotes_only_a_few(promises: int, more: str) -> None:
    lines = [{"id": f"nr-{n}", "words": f"Line number {n}.", "claims": []} for n in range(promises)]
    document = {"business": "A", "quarter": "2026-Q4", "answers": {"identity.kind": "goods"}, "promises": lines}
    rows = written(our_content().worded("goods"), audit_from_document(document, our_content())).splitlines()
    (row,) = (each for each in rows if "Line number 0." in each)
    assert row.count("Line number") == (2 if more else promises)
    assert more in row


def test_page_one_does_not_tell_readers_that_sponsors_have_a_say() -> None:
    untrue = promise("influence.none")
    for influence, is_found in (("topic", True), ("none", False)):
        said = said_by(
            "content", answers={"offer.influence": influence, "offer.payer": "advertisers"}, promises=[untrue]
        )
        assert not any("have a say" in each for each in said)
        content = our_content().worded("content")
        document = {"business": "A", "quarter": "2026-Q4", "promises": [untrue]}
        document["answers"] = {"identity.kind": "content", "offer.influence": influence, "offer.payer": "advertisers"}
        text = written(content, audit_from_document(document, content))
        assert ("(Add which sponsors, and in what.)" in text) is is_found


def test_page_one_leaves_out_a_topic_on_which_channels_differ(phrased: Content) -> None:
    whole = ("Start on your own.", "If you come through HomeGuild, we talk first, then you decide.")
    assert published(phrased, [Truth("start", (), "", whole)]) == ()
    assert published(phrased, [Truth("start", (), "contradiction", whole, "start.gated")]) == (" ".join(whole),)


@pytest.mark.parametrize(("late", "is_said"), [(0, True), (1, True), (2, False)])
@pytest.mark.parametrize(("kind", "gets_a_date"), [("goods", True), ("marketplace", True), ("software", False)])
def test_page_one_says_how_many_were_served_in_time_only_if_nearly_all_were(
    kind: str, gets_a_date: bool, late: int, is_said: bool
) -> None:
    content = our_content().worded(kind)
    document = {
        "business": "Acme",
        "quarter": "2026-Q4",
        "answers": {"identity.kind": kind},
        "customers": [{"who": str(n), "received": "late" if n < late else "ontime"} for n in range(10)],
    }
    audit = audit_from_document(document, content)
    findings = judge(content, audit)
    said = worth_publishing(Analysis(content, audit), truths(content, audit, findings))
    who = "orders" if kind == "marketplace" else "customers"
    assert any("on time" in each and who in each for each in said) == (is_said and gets_a_date)


def test_a_sentence_is_only_shown_beside_claims_that_a_mismatch_speaks_against() -> None:
    assert instead(TALK) == TALK.sentences
    assert instead(ALONE) == instead(Truth("start", (), "guessed", ALONE.sentences)) == ()


def test_a_true_claim_is_said_to_be_kept_as_it_is(phrased: Content) -> None:
    answers = {"offer.start": "alone"}
    document = {"business": "A", "quarter": "2026-Q4", "answers": answers, "promises": [promise("start.alone")]}
    assert "| = | (keep your own words) |" in written(phrased, audit_from_document(document, phrased))
