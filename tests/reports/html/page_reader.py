"""A page as a test reads it: elements with their attributes and words, and the scripts inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "hr", "input", "link", "line", "rect", "circle", "path"}


@dataclass
class Element:
    tag: str
    attributes: dict
    children: list = field(default_factory=list)

    @property
    def text(self):
        """All words inside, as a reader of the source meets them."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def words(self, language="en"):
        """Words that are shown in a language: all but those of the other one."""
        other = {"en": "zh-CN", "zh": "en"}[language]
        return "".join(
            child
            if isinstance(child, str)
            else ""
            if child.attributes.get("lang") == other or child.tag in {"script", "style"}
            else child.words(language)
            for child in self.children
        )

    def every(self, tag=None, **wanted):
        """Every element inside with this tag and these attributes; ``class_`` is one of its classes."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if tag in {None, child.tag} and all(
                child.has(name.rstrip("_").replace("_", "-"), value) for name, value in wanted.items()
            ):
                yield child
            yield from child.every(tag, **wanted)

    def one(self, tag=None, **wanted):
        """Return the first of `every`."""
        return next(self.every(tag, **wanted))

    def has(self, name, value):
        found = self.attributes.get(name)
        return found is not None and (value in found.split() if name == "class" else found == value)


class Reader(HTMLParser):
    """Builds the tree; raises where an end does not close what was opened last."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, dict(attributes)))

    def handle_endtag(self, tag):
        last = self.open.pop()
        if last.tag != tag:
            raise ValueError(f"<{last.tag}> is closed by </{tag}>")

    def handle_data(self, words):
        self.open[-1].children.append(words.replace("\xa0", " "))


def read(page):
    """Tree of a page, as bytes or in a file."""
    reader = Reader()
    reader.feed((page if isinstance(page, bytes) else page.read_bytes()).decode())
    if len(reader.open) != 1:
        raise ValueError(f"not closed: {[element.tag for element in reader.open[1:]]}")
    return reader.root
