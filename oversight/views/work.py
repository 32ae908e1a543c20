"""Pages with forms that each do one thing: what is refused comes back with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.forms import SignForm
from accounts.models import Officer
from accounts.permissions import officer_of
from accounts.selectors import roles_on
from cases.errors import CaseworkError
from retention.views.lists import Page


@dataclass(frozen=True, slots=True)
class Work:
    """A form of a page, under its heading, and the button that sends it; ``is_grave`` destroys something.

    What ``signs`` is asked for a one-time code beside the button: without it nothing is done.
    """

    form: type[Form]
    title: str
    button: str
    is_grave: bool = False
    signs: bool = False


class Working:
    """What every page with such forms does; ``works`` are all it has, ``offered`` those for a person now."""

    works: ClassVar[Mapping[str, Work]] = {}
    request: HttpRequest

    def offered(self) -> list[str]:
        """The works that this person may do now. Another that is asked for is refused by its service."""
        return list(self.works)

    def first(self, do: str) -> dict[str, Any]:
        """What a form holds when it is opened."""
        return {}

    def do(self, do: str, said: dict[str, Any], by: Officer) -> str:
        """Do it; the message for whoever did. Raises CaseworkError."""
        raise NotImplementedError

    def next_url(self) -> str:
        """Where it leads once done."""
        return self.request.path

    def roles(self) -> frozenset[str]:
        """The roles of whoever looks, today."""
        return roles_on(officer_of(self.request), self.today)  # type: ignore[attr-defined]

    def make(self, do: str, *args: Any, **more: Any) -> Form:
        """The form of a work; a page whose forms ask something of their own makes them itself."""
        return self.works[do].form(*args, **({"prefix": do} | more))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says."""
        do = request.POST.get("do", "")
        if do not in self.works:
            raise Http404
        form = self.make(do, request.POST)
        if form.is_valid():
            if (code := self._code(do, request)) is not None:
                return self._again(do, form, code)
            try:
                told = self.do(do, form.cleaned_data, officer_of(request))
            except CaseworkError as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, told)
                return HttpResponseRedirect(self.next_url())
        return self._again(do, form)

    def _code(self, do: str, request: HttpRequest) -> SignForm | None:
        """The box for the code with what is wrong in it; None where it is right, or none is asked for."""
        if not self.works[do].signs or do not in self.offered():
            return None  # whoever may not do it is told so by its service, and no code is spent
        code = SignForm(request.POST, user=officer_of(request))
        if not code.is_valid():
            return code
        code.sign()
        return None

    def _again(self, do: str, form: Form, code: SignForm | None = None) -> HttpResponse:
        """The page once more, with what was typed and what is wrong."""
        context = self.get_context_data(form=code or form, bound={do: form}, code=code)  # type: ignore[attr-defined]
        return self.render_to_response(context)  # type: ignore[attr-defined]

    def forms(self, bound: Mapping[str, Form], code: SignForm | None = None) -> list[dict[str, Any]]:
        """The forms offered, and the one that was refused whether or not it still is; ``code`` with what was
        wrong in it.
        """
        names = [*self.offered(), *(do for do in bound if do not in self.offered())]
        return [
            {
                "do": do,
                "work": self.works[do],
                "form": bound.get(do) or self.make(do, initial=self.first(do)),
                "sign": self._box(do, code),
            }
            for do in names
        ]

    def _box(self, do: str, code: SignForm | None) -> SignForm | None:
        return (code or SignForm(user=officer_of(self.request))) if self.works[do].signs else None


class WorkPage(Working, Page):
    """A page about one thing, with its forms in ``forms``."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The day and the forms."""
        bound, code = kwargs.pop("bound", {}), kwargs.pop("code", None)
        return super().get_context_data(**kwargs) | {"today": self.today, "forms": self.forms(bound, code)}
