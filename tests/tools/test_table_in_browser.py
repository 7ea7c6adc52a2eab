"""The parameter table in a browser: sorting, filtering, hiding, pinning, by hand and by keyboard, kept in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chromium_pipe import opened

if TYPE_CHECKING:
    from pathlib import Path

    from chromium_pipe import Page, Pipe

PICK = "document.querySelector('.tools select')"
ACTING = {"setting_05", "setting_11", "setting_17"}
NAMES = "[...document.querySelectorAll('#parameters tbody tr')].filter(row => {}).map(row => row.cells[0].dataset.sort)"


def shown(page: Page) -> list[str]:
    return list(page.evaluate(NAMES.format("row.checkVisibility()")))


def click(page: Page, selector: str) -> None:
    page.evaluate(f"document.querySelector({selector!r}).click()")


def button(page: Page, place: int) -> None:
    page.evaluate(f"document.querySelectorAll('.tools > button')[{place}].click()")


def test_a_long_table_opens_on_what_matters_and_shows_all_on_request(wide: Path, browser: Pipe) -> None:
    """Of 24 parameters those with something to say are selected; one press shows the rest."""
    with opened(browser, wide / "report.html") as page:
        first = shown(page)
        assert set(first) >= ACTING
        assert len(first) <= 12
        button(page, 1)
        assert len(shown(page)) == 24


def test_with_scripts_off_every_parameter_stands_in_the_best_order(wide: Path, browser: Pipe) -> None:
    """Nothing waits for a script: all rows, the most important first."""
    with opened(browser, wide / "report.html", scripts=False) as page:
        assert len(shown(page)) == 24
        assert shown(page)[:3] == ["setting_05", "setting_11", "setting_17"]


def test_a_head_sorts_and_sorts_back(digits: Path, browser: Pipe) -> None:
    """The first press on a number sorts downwards, the second upwards; the head says so."""
    with opened(browser, digits / "report.html") as page:
        best = shown(page)
        click(page, "#parameters thead th:nth-child(1) button")
        assert shown(page) == sorted(best)
        assert page.evaluate("document.querySelector('#parameters th[aria-sort]').getAttribute('aria-sort')") == "ascending"
        click(page, "#parameters thead th:nth-child(2) button")
        assert shown(page) == best
        click(page, "#parameters thead th:nth-child(2) button")
        assert shown(page) == best[::-1]


def test_typing_filters(digits: Path, browser: Pipe) -> None:
    """Only rows that hold the letters stay, and the count says how many."""
    with opened(browser, digits / "report.html") as page:
        page.evaluate("document.querySelector('.tools input').focus()")
        browser.call("Input.insertText", page.session, text="batch")
        assert "batch_size" in shown(page)
        assert all(
            "batch" in text
            for text in page.evaluate(
                NAMES.format("row.checkVisibility()").replace("row.cells[0].dataset.sort", "row.textContent.toLowerCase()")
            )
        )
        assert page.evaluate("document.querySelector('.tools output').value").startswith(f"{len(shown(page))} /")


def test_hidden_and_pinned_rows_travel_in_the_address(digits: Path, browser: Pipe) -> None:
    """The link that the address bar shows opens the same view in another browser."""
    with opened(browser, digits / "report.html") as page:
        order = shown(page)
        click(page, f"#parameters tbody tr:nth-child({1}) .hide")
        click(page, f"#parameters tbody tr:nth-child({len(order)}) .pin")
        view, fragment = shown(page), page.evaluate("location.hash")
        assert view == [order[-1], *order[1:-1]]
    with opened(browser, digits / "report.html", fragment=fragment) as page:
        assert shown(page) == view
        assert page.errors() == []


def test_an_address_cut_short_or_made_up_does_no_harm(digits: Path, browser: Pipe) -> None:
    """Whatever stands after the hash, the page opens without an error and with its rows."""
    for fragment in ("#parameters?sort=99d&hide=%E0%A4%A", "#parameters?find=%22%3E%3Cimg&pin=nobody", "#parameters?&&=="):
        with opened(browser, digits / "report.html", fragment=fragment) as page:
            assert page.errors() == []
            assert page.evaluate("document.querySelectorAll('#parameters tbody tr').length") == 9


def test_the_keyboard_reaches_and_works_every_control(digits: Path, browser: Pipe) -> None:
    """Tab leads through filter, buttons, heads and rows in reading order with a visible focus; Enter presses."""
    with opened(browser, digits / "report.html") as page:
        page.evaluate("document.querySelector('.tools input').focus()")
        seen = []
        for _ in range(9):
            page.press("Tab")
            seen.append(page.evaluate("document.activeElement.closest('.tools, thead, tbody, .frame')?.className ?? ''"))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert page.evaluate("document.activeElement.closest('#parameters') !== null")
        page.evaluate("document.querySelector('#parameters thead button').focus()")
        before = shown(page)
        page.press("Enter")
        assert shown(page) == sorted(before)
        assert page.evaluate("document.activeElement.closest('th')?.ariaSort") == "ascending"


def test_the_printer_gets_every_row_and_no_control(wide: Path, browser: Pipe) -> None:
    """What is hidden on the screen stands on paper; buttons do not."""
    with opened(browser, wide / "report.html") as page:
        assert len(shown(page)) < 24
        page.print_media()
        assert len(shown(page)) == 24
        assert not page.evaluate("[...document.querySelectorAll('.tools, .row-tools')].some(node => node.checkVisibility())")


def test_links_to_hidden_parameters_lead_to_their_story(wide: Path, browser: Pipe) -> None:
    """A deep link to any parameter arrives at something that can be seen."""
    with opened(browser, wide / "report.html") as page:
        hidden = page.evaluate(
            "[...document.querySelectorAll('#parameters tbody .name')].map(link => document.getElementById("
            "decodeURIComponent(link.hash.slice(1)))).filter(target => !target || !target.checkVisibility()).length"
        )
        assert hidden == 0


def test_the_table_switches_to_another_metric_and_back(two_metrics: Path, browser: Pipe) -> None:
    """Importance, correlation and caption are those of the chosen metric; the link keeps the choice."""
    choose = (
        "(pick => {{ pick.value = '{}'; pick.dispatchEvent(new Event('change')); }})(document.querySelector('.tools select'))"
    )
    caption = "document.querySelector('#parameters caption').textContent"
    with opened(browser, two_metrics / "report.html") as page:
        assert shown(page)[0] == "alpha"
        before = page.evaluate(caption)
        page.evaluate(choose.format(1))
        assert shown(page)[0] == "beta"
        assert "accuracy" in page.evaluate(caption)
        fragment = page.evaluate("location.hash")
        page.evaluate(choose.format(0))
        assert (shown(page)[0], page.evaluate(caption)) == ("alpha", before)
    with opened(browser, two_metrics / "report.html", fragment=fragment) as page:
        assert shown(page)[0] == "beta"
        assert "accuracy" in page.evaluate(caption)
        assert page.errors() == []


def test_numbers_sort_as_numbers_and_empty_cells_last(digits: Path, browser: Pipe) -> None:
    """The largest correlation comes first whatever its sign looks like as a text; what has none stands at the end both ways."""
    values = "[...document.querySelectorAll('#parameters tbody tr')].map(row => row.cells[2].dataset.sort ?? '')"
    with opened(browser, digits / "report.html") as page:
        for downwards in (True, False):
            click(page, "#parameters thead th:nth-child(3) button")
            found = page.evaluate(values)
            numbers = [float(value) for value in found if value]
            assert 3 < len(numbers) < len(found)
            assert numbers == sorted(numbers, reverse=downwards)
            assert not any(found[len(numbers) :])


def test_the_useful_ones_can_be_had_back(wide: Path, browser: Pipe) -> None:
    """The buttons say which choice holds, and each brings its own rows."""
    pressed = "[...document.querySelectorAll('.tools > button')].map(button => button.ariaPressed)"
    with opened(browser, wide / "report.html") as page:
        first = shown(page)
        assert page.evaluate(pressed) == ["true", "false"]
        button(page, 1)
        assert page.evaluate(pressed) == ["false", "true"]
        button(page, 0)
        assert shown(page) == first
        assert page.evaluate(pressed) == ["true", "false"]


def test_a_reload_shows_what_was_shown(wide: Path, browser: Pipe) -> None:
    """Filter, order and choice survive the reload button, and the filter's field says what it holds."""
    with opened(browser, wide / "report.html") as page:
        button(page, 1)
        page.evaluate("document.querySelector('.tools input').focus()")
        browser.call("Input.insertText", page.session, text="_1")
        click(page, "#parameters thead th:nth-child(1) button")
        before = shown(page)
        assert before == sorted(before)
        assert 3 < len(before) < 24
        browser.events.clear()
        browser.call("Page.reload", page.session)
        browser.wait("Page.loadEventFired")
        browser.settle(0.2)
        assert shown(page) == before
        assert page.evaluate("document.querySelector('.tools input').value") == "_1"
        assert page.evaluate("document.querySelector('#parameters th[aria-sort]').cellIndex") == 0
