"""Forms as a browser without JavaScript sends them, and who sends them."""

from html.parser import HTMLParser

from django.contrib.auth.models import Group, User
from django.test import Client

from matrix import models


class _Form(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.inside = self.many = False
        self.select = self.textarea = ""
        self.sent: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "")
        if tag == "form":
            self.inside = given.get("id", "").endswith(self.form)
        elif not self.inside:
            return
        elif tag == "input" and name and kind != "submit":
            box = kind in ("checkbox", "radio")
            if not box or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value", "on" if box else ""))
        elif tag == "select":
            self.select, self.many = name, "multiple" in given
        elif tag == "option" and ("selected" in given or not (self.many or self.select in self.sent)):
            chosen = self.sent.setdefault(self.select, [])
            chosen[:] = [*(chosen if self.many else []), given.get("value", "")]
        elif tag == "textarea":
            self.textarea = name
            self.sent.setdefault(name, []).append("")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.sent[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            values = self.sent[self.textarea]
            values[-1] = values[-1].removeprefix("\r").removeprefix("\n")
            self.textarea = ""


def sent(html: str, form: str) -> dict[str, list[str]]:
    """The fields of the form whose id ends in ``form`` as it stands, without its buttons."""
    parser = _Form(form)
    parser.feed(html)
    return parser.sent


def edit(client: Client, row: models.Recorded, **typed: str) -> tuple[int, str]:
    """A row's form in the admin, sent with something typed over: how often it redirects, and the page that comes."""
    url = f"/admin/matrix/{row._meta.model_name}/{row.pk}/change/"
    fields = sent(client.get(url).content.decode(), "_form")
    response = client.post(url, {**fields, **typed}, follow=True)
    return len(response.redirect_chain), response.content.decode()


def user_of(*groups: str, name: str = "anna") -> User:
    user = User.objects.create_user(name, password="pw", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
